import { assertEquals, assertStringIncludes } from "@std/assert";
import { fewDigits, namesIn, withFolder } from "../../fixtures.ts";
import { recordingIo } from "../fixtures.ts";
import { encodeModel } from "../../storage/model_file.ts";
import { identify } from "../../storage/run_identity.ts";
import { DEFAULTS } from "../../study/configuration.ts";
import { writeSmallImages } from "../../system/small_images.ts";
import { openDataset } from "../../training/dataset.ts";
import { evaluate } from "../../training/evaluate.ts";
import { prepare, train } from "../../training/train.ts";
import { evaluate as main } from "./evaluate.ts";

Deno.test("evaluate says what training measured, and leaves tables and charts", () =>
  withFolder(async (folder) => {
    await writeSmallImages(`${folder}/images`);
    const data = await openDataset("mnist", { dir: `${folder}/images` });
    const configuration = { ...DEFAULTS, dataset: "mnist" as const, hidden: [8], epochs: 2, batchSize: 10 };
    const { model, loss, ...training } = prepare(configuration, data);
    for (const _ of train({ ...training, model, loss }));
    const run = await identify({ name: "a", configuration }, data, { logEvery: 0, watch: false, code: "1" });
    const path = `${folder}/a.safetensors`, out = `${folder}/inside`;
    await Deno.writeFile(path, encodeModel(model, run, data));
    const io = recordingIo(), words = [path, "--data", `${folder}/images`];
    assertEquals(await main([...words, "--out", out], io), 0, io.errorText);
    const { accuracy } = evaluate(model, loss, data.test, configuration);
    assertStringIncludes(io.outText, `Accuracy     ${(100 * accuracy).toFixed(2)} %`);
    assertEquals((await namesIn(out)).filter((name) => name.endsWith(".csv")), [
      "calibration.csv",
      "classes.csv",
      "confusion.csv",
      "evaluation.csv",
      "first_layer.csv",
      "histograms.csv",
      "input_gradients.csv",
      "mistakes.csv",
    ]);
    assertStringIncludes(io.outText, `Written:\n  ${out}/evaluation.csv`);

    const other = fewDigits(), small = { ...configuration, dataset: "synthetic" as const };
    const { model: another } = prepare(small, other);
    const otherRun = await identify({ name: "b", configuration: small }, other, {
      logEvery: 0,
      watch: false,
      code: "1",
    });
    await Deno.writeFile(path, encodeModel(another, otherRun, other));
    const wrong: [string[], number, string][] = [
      [[...words, "--dataset", "mnist"], 2, "Cannot use --data with --dataset: want one of them"],
      [
        [path, "--data-dir", `${folder}/images`, "--dataset", "mnist"],
        1,
        "the network wants 10 × 10 in 10 classes",
      ],
      [[], 2, "Cannot evaluate 0 networks: want a file of --save-models"],
      [[`${folder}/none`], 1, "there is no such file"],
    ];
    for (const [words, code, message] of wrong) {
      const io = recordingIo();
      assertEquals(await main(words, io), code);
      assertStringIncludes(io.errorText, message);
    }
  }));

Deno.test("evaluate may load what experiment may", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../../../deno.json", import.meta.url)));
  const allowed = (task: string, what: string): string[] =>
    tasks[task].command.match(new RegExp(` --allow-${what}=(\\S+)`))[1].split(",");
  assertEquals(allowed("evaluate", "net"), allowed("experiment", "net"));
  const folders = (task: string) => allowed(task, "env").filter((name) => name.endsWith("_DIR"));
  assertEquals(folders("evaluate"), folders("experiment"));
});
