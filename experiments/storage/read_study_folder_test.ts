import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { conclusionOf } from "../analysis/conclusion.ts";
import { tablesOf } from "../analysis/tables.ts";
import { namesIn, withFolder } from "../fixtures.ts";
import { studies } from "../studies/mod.ts";
import { trainSeconds } from "../study/run_record.ts";
import { readStudyFolder } from "./read_study_folder.ts";

const FINDINGS = new URL("../findings", import.meta.url).pathname;

const FOLDERS =
  "loss activation matrix depth alexnet mixed grid focal stability exponential signal tuned speed published/loss lecun/depth";

for (const folder of FOLDERS.split(" ")) {
  Deno.test(`read_study_folder: ${folder} of the findings comes out as it went in`, async () => {
    const path = `${FINDINGS}/${folder}`;
    const found = await readStudyFolder(path, {
      studies,
      warn: ({ file, message }) => assert(false, file + message),
    });
    const tables = tablesOf(found!.record);
    const inner = (await namesIn(`${path}/inspection`)).map((name) => `inspection/${name}`);
    const there = [...await namesIn(path), ...inner].filter((name) => name.endsWith(".csv"));
    assertEquals(there.sort(), Object.keys(tables).sort());
    for (const [name, text] of Object.entries(tables)) {
      assert(text === await Deno.readTextFile(`${path}/${name}`), `${name} differs`);
    }
    assertEquals(await conclusionOf(found!.record), found!.conclusion);
  });
}

/** Reads files of the findings, changed: undefined is missing. */
async function readChanged(
  folder: string,
  changes: Record<string, string | ((text: string) => string) | undefined>,
) {
  const warnings: string[] = [];
  let found: Awaited<ReturnType<typeof readStudyFolder>>;
  await withFolder(async (copy) => {
    const target = `${copy}/${folder.split("/").at(-1)}`;
    await Deno.mkdir(target);
    for (const name of await namesIn(`${FINDINGS}/${folder}`)) {
      if (name.endsWith(".svg") || name === "inspection") continue;
      const text = await Deno.readTextFile(`${FINDINGS}/${folder}/${name}`);
      const change = name in changes ? changes[name] : text;
      if (change !== undefined) {
        await Deno.writeTextFile(`${target}/${name}`, typeof change === "string" ? change : change(text));
      }
    }
    found = await readStudyFolder(target, {
      studies,
      warn: ({ file, message }) => void warnings.push(`${file}: ${message}`),
    });
  });
  return { ...found!, warnings, tables: tablesOf(found!.record) };
}

/** The text of a table of the findings. */
const table = (path: string) => Deno.readTextFile(`${FINDINGS}/${path}`);

Deno.test("read_study_folder: without config.json runs.csv tells the settings", async () => {
  const { record, tables, warnings, configuration } = await readChanged("depth", {
    "config.json": undefined,
  });
  assertEquals([warnings, configuration], [["config.json: it is missing"], undefined]);
  assertEquals(record.data.name, "mnist");
  assertEquals(record.study.title, studies.depth.title);
  for (const name of ["runs.csv", "summary.csv", "epochs.csv"]) {
    assertEquals(tables[name], await table(`depth/${name}`));
  }
});

Deno.test("read_study_folder: of a search without config.json trials.csv tells the settings", async () => {
  const { record, tables } = await readChanged("grid", { "config.json": undefined });
  assertEquals(record.records.at(-1)!.run.name, "best@5");
  for (const name of ["runs.csv", "trials.csv", "importance.csv"]) {
    assertEquals(tables[name], await table(`grid/${name}`));
  }
});

Deno.test("read_study_folder: a best trial that had not ended has the settings of the trial", async () => {
  const { record } = await readChanged("grid", { "runs.csv": (text) => text.replace(/^best@1,.*\n/m, "") });
  const [best, trial] = ["best@1", "t221"].map((name) =>
    record.records.find(({ run }) => run.name === name)!
  );
  assertEquals([best.status, best.run.configuration], ["interrupted", trial.run.configuration]);
});

Deno.test("read_study_folder: without epochs.csv the last epochs are known, and nothing is said of others", async () => {
  const { record, tables, warnings } = await readChanged("loss", { "epochs.csv": undefined });
  assertEquals(warnings, ["epochs.csv: it is missing"]);
  const [{ epochs }] = record.records;
  assertEquals(epochs.map(({ epoch }) => epoch), [100]);
  assertEquals(tables["comparisons.csv"], await table("loss/comparisons.csv"));
  const [before, after] = [await table("loss/runs.csv"), tables["runs.csv"]].map((text) =>
    text.split("\n").map((line) => line.split(","))
  );
  for (const [i, name] of before[0].entries()) {
    const columns = [before, after].map((rows) => rows.slice(1, -1).map((row) => row[i]));
    if (/average|best|epochs_to/.test(name)) assertEquals(new Set(columns[1]), new Set([""]), name);
    else assertEquals(columns[1], columns[0], name);
  }
  assert(!(await conclusionOf(record)).join().includes("95 %"), "epochs to 95 % are not known");
});

Deno.test("read_study_folder: trials without epochs.csv keep their ranks", async () => {
  const { tables } = await readChanged("grid", { "epochs.csv": undefined });
  assertEquals(tables["trials.csv"], await table("grid/trials.csv"));
  // They can't be compared at the first rung, so nothing is said of which settings matter.
  assertEquals(tables["importance.csv"], undefined);
  const alone = await readChanged("grid", { "epochs.csv": undefined, "runs.csv": undefined });
  assertEquals(alone.tables["trials.csv"], await table("grid/trials.csv"));
});

Deno.test("read_study_folder: a half-written epochs.csv is filled up from runs.csv", async () => {
  // The first two runs, and a part of the third.
  const cut = (text: string) => text.slice(0, text.indexOf("\n", 2.2 * text.length / 20) + 9);
  const { record, warnings } = await readChanged("loss", { "epochs.csv": cut });
  const epochs = record.records.map(({ epochs }) => epochs.map(({ epoch }) => epoch));
  const [first, second, part, ...others] = epochs.map(({ length }) => length);
  assertEquals([first, second, ...new Set(others)], [100, 100, 1]);
  assert(part > 2 && part < 100, `${part}`);
  // A row more than those of the third is its last one, from the other table; the first line is that of the names.
  assertEquals(warnings, [`epochs.csv: line ${200 + part + 1} is half-written`]);
  assertEquals(epochs.map((epochs) => epochs.at(-1)), Array(20).fill(100));
  const seconds = trainSeconds(record.records[2]);
  const row = (await table("loss/runs.csv")).split("\n")[3];
  assertAlmostEquals(seconds!, Number(row.split(",").at(-1)), 1e-9);
});

Deno.test("read_study_folder: without runs.csv epochs tell who came to the end", async () => {
  const { record, tables } = await readChanged("stability", { "runs.csv": undefined });
  const statuses = Map.groupBy(record.records, ({ status }) => status);
  assertEquals([statuses.get("finished")!.length, statuses.get("diverged")!.length], [96, 29]);
  assertEquals(tables["summary.csv"], await table("stability/summary.csv"));
});

Deno.test("read_study_folder: who is not in a whole runs.csv was interrupted", async () => {
  const { record } = await readChanged("depth", {
    "runs.csv": (text) => text.replace(/^16 layers.*\n/m, ""),
  });
  assertEquals(record.records.map(({ status }) => status).at(-1), "interrupted");
});

Deno.test("read_study_folder: whatever is wrong is named, and left out", async () => {
  const epochs = await table("depth/epochs.csv"), runs = await table("depth/runs.csv");
  const [, first] = epochs.split("\n");
  const config = JSON.parse(await table("depth/config.json"));
  const cases: [file: string, text: string, told: string][] = [
    [
      "epochs.csv",
      epochs.replace(/(1 layer,1,)[^,]+/, "$1NaN"),
      'row 1 was left out: train_loss is "NaN", want a finite number',
    ],
    ["epochs.csv", epochs.replace(/(1 layer,7,[^,]+,)/, "$19"), 'row 7 was left out: train_accuracy is "90.'],
    [
      "epochs.csv",
      epochs.replace(first, `${first}\n${first}`),
      "a row was left out: epoch 1 of 1 layer comes again",
    ],
    [
      "epochs.csv",
      "date,price\n1,2\n",
      "it was left out: it has no column run, epoch, train_loss (found date, price)",
    ],
    ["epochs.csv", "", "it was left out: it is empty"],
    [
      "runs.csv",
      runs.replace("finished", "toString"),
      'row 1 was left out: status is "toString", want finished or diverged or stopped',
    ],
    [
      "runs.csv",
      runs.replace(",hard-swish,", ",hard-swishy,"),
      'row 2 was left out: activation is "hard-swishy", want activations',
    ],
    [
      "divergences.csv",
      "run,epoch,iteration,layer,what\n2 layers,1,3,loss,loss\n",
      "a row was left out: 2 layers did not diverge, it is finished",
    ],
    ["config.json", "[]", "it was left out: want an object"],
    ["config.json", "{", "it was left out: it is no whole JSON"],
    ["config.json", '{"name":"x"}', "it was left out: it has no study"],
    [
      "config.json",
      JSON.stringify({ ...config, dataset: { name: "mnist" } }),
      "its member dataset was left out: dataset.checksum is missing, want a text",
    ],
    [
      "config.json",
      JSON.stringify({ ...config, halving: { rungs: 3 } }),
      "its member halving was left out: halving.rungs is 3, want a list of epochs",
    ],
    [
      "config.json",
      JSON.stringify({ ...config, halving: { rungs: [1], keep: 1 } }),
      "its member halving was left out: halving.keep is 1, want a fraction between 0 and 1",
    ],
    [
      "config.json",
      JSON.stringify({ ...config, dataset: [] }),
      "its member dataset was left out: dataset is [], want an object",
    ],
    [
      "iterations.csv",
      "run,epoch,iteration,batch_loss,batch_accuracy\n1 layer,1,100,NaN,0.5\n1 layer,1,200,nan,0.5\n",
      'row 2 was left out: batch_loss is "nan", want a number',
    ],
    [
      "config.json",
      JSON.stringify({ ...config, runs: [{ name: "1 layer", configuration: { hidden: "8" } }] }),
      'a run was left out: runs[0].configuration.hidden is "8", want a list of widths',
    ],
    [
      "config.json",
      JSON.stringify({ ...config, runs: [config.runs[0], config.runs[0]] }),
      'a run was left out: runs[1].name is "1 layer", as that of another run',
    ],
    ["machine.json", "7", "it was left out: want an object"],
    ["conclusion.txt", "\uFFFD\0", "it was left out: it is no text"],
  ];
  for (const [file, text, told] of cases) {
    const { warnings, record } = await readChanged("depth", { [file]: text });
    assertEquals(warnings.length, 1, `${file}: ${told}\n${warnings.join("\n")}`);
    assert(warnings[0].startsWith(`${file}: ${told}`), warnings[0]);
    assertEquals(record.records.length, 5);
    assert(record.records.every(({ divergedAt }) => !divergedAt));
  }
});

Deno.test("read_study_folder: older and unknown studies", async () => {
  const unknown = await readChanged("focal", {
    "config.json": (text) =>
      text.replace('"name": "focal"', '"name": "constructor"').replaceAll(
        /"(clipNorm|exponential)": [^,]+,/g,
        "",
      ),
  });
  assertEquals([unknown.warnings, unknown.known, unknown.record.study.title], [[], false, "Focal loss"]);
  for (const name of ["importance.csv", "summary.csv"]) {
    assertEquals(unknown.tables[name], await table(`focal/${name}`));
  }
  assertEquals(unknown.record.runs[0].configuration.clipNorm, 0);
});

Deno.test("read_study_folder: a folder without any of it is none", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/prices.csv`, "date,price\n1,2\n");
    assertEquals(await readStudyFolder(folder, { studies, warn: () => {} }), undefined);
  });
});
