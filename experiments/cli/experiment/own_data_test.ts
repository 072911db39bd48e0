/** Images of one's own, from the command line to every place where their name is. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { syntheticDigits } from "@chainrule/data";
import { encode } from "fast-png";
import { withFolder } from "../../fixtures.ts";
import { recordingIo } from "../fixtures.ts";
import { main } from "../../main.ts";
import { readResults } from "../../report/read_results.ts";
import { reportOf } from "../../report/report.ts";
import { writeSmallImages } from "../../system/small_images.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { main as predict } from "../predict/main.ts";

/** Settings that the coursework report has figures for: only the data are others. */
const train = ["train", "--epochs", "1", "--quiet"];

/** Digits as a CSV. */
function csv(count: number): string {
  const { images, labels } = syntheticDigits({ train: count, test: 1, rows: 8, columns: 8 }).train;
  const lines = Array.from(labels, (label, i) => [label, ...images.subarray(64 * i, 64 * (i + 1))].join(","));
  return ["label," + Array.from({ length: 64 }, (_, i) => `pixel${i}`).join(","), ...lines].join("\n");
}

async function run(...args: string[]) {
  const io = recordingIo();
  return { code: await main(args, io), ...io };
}

Deno.test("files that are not the published ones are called by their own name everywhere, with --quiet too", () =>
  withFolder(async (folder) => {
    await writeSmallImages(`${folder}/mnist`);
    const out = `${folder}/out`, name = "mnist (own files)";
    const { code, outText, errorText } = await run(...train, "--data-dir", `${folder}/mnist`, "--out", out);
    assertEquals(code, 0);
    assertStringIncludes(
      errorText.replace(/\s+/g, " "),
      `WARNING: The files in ${folder}/mnist are not the published`,
    );
    assertEquals(errorText.match(/WARNING/g)?.length, 1);
    assert(!/report|0\.9655/.test(outText), outText);
    for (const file of ["runs.csv", "config.json", "conclusion.txt", "testing_accuracy.svg"]) {
      assertStringIncludes(await Deno.readTextFile(`${out}/train/${file}`), name, file);
    }
    const results = await readResults([out], ({ message }) => assert(false, message));
    const report = await reportOf(results, { command: "", date: new Date(0), warn: () => assert(false) });
    assertEquals(report.studies[0].published, undefined);
    const text = JSON.stringify(report, (key, value) => key === "study" ? undefined : value);
    assertStringIncludes(text, name);
    assert(!/MNIST|published figures/.test(text));
  }));

Deno.test("results from when such files were called mnist are read by their own name", () =>
  withFolder(async (folder) => {
    await writeSmallImages(`${folder}/digits`);
    assertEquals((await run(...train, "--data-dir", `${folder}/digits`, "--out", `${folder}/out`)).code, 0);
    for (const file of ["runs.csv", "config.json"]) {
      const path = `${folder}/out/train/${file}`, text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text.replace(/"digits"/g, '"mnist"').replace(",digits,", ",mnist,"));
    }
    const { studies } = await readResults([`${folder}/out`], ({ message }) => assert(false, message));
    const { data, records } = studies[0].record;
    assertEquals([data.name, data.verified], ["mnist (own files)", false]);
    assertEquals(records.map(({ run }) => run.configuration.dataset), ["mnist (own files)"]);
  }));

Deno.test("--data takes a CSV; what is tested on, and the order, come from the seed", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/letters.csv`, csv(90));
    const checksums = new Set<string>();
    for (const [i, seed] of [1, 1, 2].entries()) {
      const out = `${folder}/${i}`;
      const { code, errorText } = await run(
        ...train,
        "--data",
        `${folder}/letters.csv`,
        "--seed",
        `${seed}`,
        "--out",
        out,
      );
      assertEquals(code, 0, errorText);
      assertStringIncludes(errorText, "letters.csv is no published dataset");
      const { dataset } = JSON.parse(await Deno.readTextFile(`${out}/train/config.json`));
      assertEquals([dataset.name, dataset.rows, dataset.classes, dataset.verified], [
        "letters.csv",
        8,
        10,
        false,
      ]);
      assertEquals(dataset.trainImages + dataset.testImages, 90);
      checksums.add(dataset.checksum);
    }
    assertEquals(checksums.size, 2);
  }));

Deno.test("classes are called after their folders by whoever uses the network", () =>
  withFolder(async (folder) => {
    const png = (grey: number) =>
      encode({ width: 4, height: 4, data: new Uint8Array(16).fill(grey), channels: 1, depth: 8 });
    for (const [name, grey] of [["sun", 250], ["moon", 10]] as const) {
      await Deno.mkdir(`${folder}/sky/${name}`, { recursive: true });
      for (let i = 0; i < 12; i++) {
        await Deno.writeFile(`${folder}/sky/${name}/${i}.png`, png(grey + (i % 4)));
      }
    }
    const settings = "--epochs 9 --batch-size 5 --learning-rate 0.1 --quiet --save-models".split(" ");
    const { code, errorText } = await run("train", ...settings, "--data", `${folder}/sky`, "--out", folder);
    assertEquals(code, 0, errorText);
    const model = `${folder}/train/models/train.safetensors`, io = recordingIo();
    const predicted = [model, `${folder}/sky/sun/0.png`, `${folder}/sky/moon/0.png`];
    assertEquals(await predict(predicted, io, () => Promise.resolve(new Uint8Array())), 0, io.errorText);
    assertMatch(io.outText, /sun\/0\.png +sun .* moon .*\n.*moon\/0\.png +moon .* sun /);
    assertEquals(await evaluate([model, "--data", `${folder}/sky`], io), 0, io.errorText);
    assertMatch(io.outText, /\nlabel \\ answer +moon +sun\n/);
    await Deno.rename(`${folder}/sky/moon`, `${folder}/sky/zebra`);
    assertEquals(await evaluate([model, "--data", `${folder}/sky`], io), 1);
    assertStringIncludes(io.errorText, "the classes of sky are sun, zebra, the network knows moon, sun");
  }));

Deno.test("--augment is recorded with the run, in config.json and as a column", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.csv`, csv(60));
    const args = ["train", "--epochs", "1", "--quiet", "--data", `${folder}/a.csv`, "--out", folder];
    assertEquals((await run(...args, "--augment", "rotation=5,shift=1")).code, 0);
    assertMatch(await Deno.readTextFile(`${folder}/train/runs.csv`), /,augment,[^]*,shift=1\+rotation=5,/);
    const { studies } = await readResults([folder], () => {});
    assertEquals(studies[0].record.runs[0].configuration.augment, "shift=1+rotation=5");
    const { code, errorText } = await run(...args, "--augment", "rotation=500");
    assertEquals(code, 2);
    assertStringIncludes(
      errorText,
      'Cannot use --augment "rotation=500": rotation is 500, want a number from',
    );
    assertEquals((await run(...args, "--augment", "turn=5")).code, 2);
  }));

Deno.test("paths in the place of names, and files in the place of folders, point to --data", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/x.csv`, csv(60));
    const cases: [string[], string][] = [
      [["--dataset", "./mine"], "want the name of a dataset; --data takes files and folders of your own"],
      [
        ["--data-dir", `${folder}/x.csv`],
        "it is no folder; want the folder with the four files of the dataset, or --data",
      ],
      [
        ["--data", `${folder}/x.csv`, "--dataset", "mnist"],
        "Cannot use --data with --dataset: want one of them",
      ],
    ];
    for (const [args, message] of cases) {
      const { code, errorText } = await run(...train, ...args, "--out", folder);
      assertEquals(code, 2);
      assertStringIncludes(errorText, message);
      assertMatch(errorText, /^[^\n]+\n$/);
    }
  }));
