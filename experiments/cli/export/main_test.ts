import { decodeSafetensors, Random, Tensor } from "@chainrule/core";
import { load } from "@chainrule/layers";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fewDigits, withFolder } from "../../fixtures.ts";
import { recordingIo } from "../fixtures.ts";
import { encodeModel } from "../../storage/model_file.ts";
import { identify } from "../../storage/run_identity.ts";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { makeModel } from "../../training/model.ts";
import { main } from "./main.ts";

const data = fewDigits();

async function writeNetwork(path: string, settings: Partial<RunConfiguration> = {}) {
  const configuration = { ...DEFAULTS, hidden: [7, 10], ...settings };
  const model = makeModel(configuration, 100, 10, new Random(3));
  const run = await identify({ name: "a", configuration }, data, { logEvery: 0, watch: false, code: "1" });
  await Deno.writeFile(path, encodeModel(model, run, data));
  return { model, configuration };
}

Deno.test("for PyTorch weights have a row for each output, a square matrix too", () =>
  withFolder(async (folder) => {
    const path = `${folder}/a.safetensors`,
      { model, configuration } = await writeNetwork(path, { hidden: [10, 10] });
    const io = recordingIo();
    assertEquals(await main([path, "--format", "pytorch"], io), 0, io.errorText);
    assertEquals(io.outText, `${folder}/a.pytorch.safetensors\n`);
    const bytes = await Deno.readFile(`${folder}/a.pytorch.safetensors`),
      { tensors } = decodeSafetensors(bytes);
    assertEquals(
      Object.entries(tensors).map(([name, { shape }]) => [name, ...shape].join(" ")),
      ["0.weight 10 100", "0.bias 10", "2.weight 10 10", "2.bias 10", "4.weight 10 10", "4.bias 10"],
    );
    const weight = model.parameters().find(({ name }) => name === "2.weight")!.value;
    assertEquals(tensors["2.weight"].data[3 * 10 + 5], weight.data[5 * 10 + 3]);
    const other = makeModel(configuration, 100, 10, new Random(4)), x = Tensor.from([Array(100).fill(0.5)]);
    load(other, bytes);
    assertEquals(other.forward(x).toArray(), model.forward(x).toArray());
  }));

Deno.test("an ONNX file goes where it is told to, and what can't be written is refused", () =>
  withFolder(async (folder) => {
    const path = `${folder}/a.safetensors`, out = `${folder}/b.onnx`;
    await writeNetwork(path);
    assertEquals(await main([path, "--out", out], recordingIo()), 0);
    assertEquals(new TextDecoder("latin1").decode(await Deno.readFile(out)).split("Gemm").length, 4);
    await writeNetwork(path, { exponential: "taylor" });
    const wrong: [string[], number, string][] = [
      [[path], 1, "Cannot write ONNX: the network computes exponentials by a Taylor series"],
      [[path, "--format", "onxx"], 2, 'the nearest is "onnx"'],
      [[], 2, "Cannot export 0 networks: want a file of --save-models"],
      [
        [path, "--format", "pytorch", "--out", `${folder}/no/b.safetensors`],
        1,
        `Cannot write ${folder}/no/b.safetensors: there is no folder ${folder}/no/`,
      ],
      [[`${folder}/none`], 1, `Cannot read ${folder}/none: there is no such file`],
    ];
    for (const [words, code, message] of wrong) {
      const io = recordingIo();
      assertEquals(await main(words, io), code);
      assertStringIncludes(io.errorText, message);
    }
  }));
