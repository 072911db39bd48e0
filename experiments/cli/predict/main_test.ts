import { assertEquals, assertStringIncludes } from "@std/assert";
import { fewDigits, withFolder } from "../../fixtures.ts";
import { recordingIo } from "../fixtures.ts";
import { encodeModel } from "../../storage/model_file.ts";
import { identify } from "../../storage/run_identity.ts";
import { DEFAULTS } from "../../study/configuration.ts";
import { evaluate } from "../../training/evaluate.ts";
import { prepare, train } from "../../training/train.ts";
import { main } from "./main.ts";

const data = fewDigits();

/** Calls `body` with a trained network in a file, and its accuracy. */
function withModel(body: (path: string, folder: string, accuracy: number) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const configuration = { ...DEFAULTS, scale: "raw" as const, epochs: 3, batchSize: 20, hidden: [16] };
    const { model, loss, ...training } = prepare(configuration, data);
    for (const _ of train({ ...training, model, loss }));
    const run = await identify({ name: "a", configuration }, data, { logEvery: 0, watch: false, code: "1" });
    const path = `${folder}/a.safetensors`;
    await Deno.writeFile(path, encodeModel(model, run, data));
    await body(path, folder, evaluate(model, loss, data.test, configuration).accuracy);
  });
}

const nothing = () => Promise.resolve(new Uint8Array());

async function predicted(words: string[], input = nothing): Promise<string> {
  const io = recordingIo();
  assertEquals(await main(words, io, input), 0, io.errorText);
  return io.outText;
}

Deno.test("predict is right as often as the network was in training, from a CSV and from standard input", () =>
  withModel(async (model, folder, accuracy) => {
    const { images, labels, count } = data.test;
    const lines = Array.from({ length: count }, (_, i) => images.subarray(100 * i, 100 * i + 100).join());
    await Deno.writeTextFile(`${folder}/a.csv`, lines.join("\n"));
    const json = await predicted([model, `${folder}/a.csv`, "--json"]), answers = JSON.parse(json);
    const right = answers.filter(({ answer }: { answer: string }, i: number) => answer === String(labels[i]));
    assertEquals(right.length / count, accuracy);
    assertEquals(answers[1].image, `${folder}/a.csv[1]`);
    const bytes = new TextEncoder().encode(lines.join("\n")), input = () => Promise.resolve(bytes);
    for (const words of [[model], [model, "-"]]) {
      assertEquals(
        await predicted([...words, "--json"], input),
        json.replaceAll(`${folder}/a.csv`, "standard input"),
      );
    }
    const table = await predicted([model, `${folder}/a.csv`]);
    assertEquals(table.trimEnd().split("\n").length, count + 2);
  }));

Deno.test("predict says what is wrong", () =>
  withModel(async (model, folder) => {
    await Deno.writeTextFile(`${folder}/b.csv`, "1,2\n");
    const png = Uint8Array.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", (letter) => letter.charCodeAt(0));
    await Deno.writeFile(`${folder}/c.png`, png);
    const wrong: [string[], number, string][] = [
      [[], 2, "Cannot predict without a network: want a file of --save-models\n"],
      [[`${folder}/none`, "x"], 1, `Cannot read ${folder}/none: there is no such file\n`],
      [[`${folder}/b.csv`, "x"], 1, `Cannot use ${folder}/b.csv: it is damaged, or no file of a network`],
      [
        [`${folder}/c.png`, model],
        1,
        `Cannot use ${folder}/c.png: it is damaged, or no file of a network: no safet`,
      ],
      [[model, `${folder}/b.csv`], 1, `Cannot read ${folder}/b.csv: line 1 has 2 numbers, want 100 pixels`],
      [[model, "--jsn"], 2, 'Unknown option "--jsn": the nearest is --json'],
    ];
    for (const [words, code, message] of wrong) {
      const io = recordingIo();
      assertEquals(await main(words, io, nothing), code);
      assertStringIncludes(io.errorText, message);
    }
    assertStringIncludes(await predicted(["--help"]), "deno task predict model.safetensors [images…]");
  }));
