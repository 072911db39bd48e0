import { assert, assertEquals, assertRejects } from "@std/assert";
import { fewDigits, namesIn, withFolder } from "../fixtures.ts";
import { HeldClaim } from "../storage/claim.ts";
import { OutputError } from "../storage/output_error.ts";
import { studies } from "../studies/mod.ts";
import type { Warning } from "../study/warning.ts";
import { runsOf } from "../study/study.ts";
import { redrawStudy } from "./redraw.ts";
import { INSPECTION_FILES } from "./result_folder.ts";
import { runStudy } from "./run_study.ts";

const FINDINGS = new URL("../findings", import.meta.url).pathname;

const redraw = (folder: string, warnings: Warning[] = []) =>
  redrawStudy(folder, { studies, warn: (warning) => void warnings.push(warning) });

/** Calls `body` with a copy of a folder of the findings, but what is in folders of it. */
async function withCopy(name: string, body: (folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (parent) => {
    const folder = `${parent}/${name.split("/").at(-1)}`;
    await Deno.mkdir(folder);
    for (const file of await namesIn(`${FINDINGS}/${name}`)) {
      if (file === "inspection") continue;
      await Deno.copyFile(`${FINDINGS}/${name}/${file}`, `${folder}/${file}`);
    }
    await body(folder);
  });
}

async function contents(folder: string): Promise<Map<string, string>> {
  const names = await namesIn(folder);
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await Deno.readTextFile(`${folder}/${name}`)] as const),
    ),
  );
}

Deno.test("redraw: tables and plots that are gone come back, and nothing else changes", () =>
  withCopy("mixed", async (folder) => {
    await redraw(folder);
    const before = await contents(folder);
    for (const name of ["summary.csv", "comparisons.csv", "conclusion.txt", "training_loss.svg"]) {
      await Deno.remove(`${folder}/${name}`);
    }
    const { files, conclusion, record } = await redraw(folder);
    assertEquals(await contents(folder), before);
    for (const [name, text] of before) {
      if (/csv|json/.test(name)) assert(text === await Deno.readTextFile(`${FINDINGS}/mixed/${name}`), name);
    }
    assertEquals(
      files.map((file) => file.slice(folder.length + 1)).sort(),
      [...before.keys()].filter((name) => !name.endsWith(".json")),
    );
    assertEquals(conclusion.map((line) => line + "\n").join(""), before.get("conclusion.txt"));
    assertEquals(record.records.length, 20);
  }));

Deno.test("redraw: what is to be seen in networks comes back from their tables", () =>
  withFolder(async (folder) => {
    const settings = { hidden: [16], batchSize: 32, epochs: 2, learningRate: 0.05, initStd: 0.1 };
    const runs = runsOf(studies.loss, { settings, varied: { loss: ["kl-div", "hinge"] }, seeds: 2 });
    await runStudy(studies.loss, { runs, data: fewDigits(), folder });
    const inside = `${folder}/inspection`, before = await contents(inside);
    assertEquals(
      [...before.keys()].map((name) => `inspection/${name}`),
      INSPECTION_FILES.slice(1).toSorted(),
    );
    for (const name of before.keys()) if (name.endsWith(".svg")) await Deno.remove(`${inside}/${name}`);
    await redraw(folder);
    assertEquals(await contents(inside), before);
  }));

Deno.test("redraw: what is damaged or missing is named, and nothing is written", async () => {
  const cases: [file: string, damage: (text: string) => string | undefined, message: string][] = [
    ["epochs.csv", (text) => text.slice(0, 900), "epochs.csv: line 12 is half-written"],
    ["epochs.csv", () => undefined, "epochs.csv: it is missing"],
    [
      "runs.csv",
      (text) => text.replace("finished", "fine"),
      'runs.csv: row 1 was left out: status is "fine"',
    ],
    ["iterations.csv", () => "", "iterations.csv: it was left out: it is empty"],
    ["config.json", () => undefined, "config.json: it is missing"],
    ["config.json", (text) => text.slice(0, 99), "config.json: it was left out: it is no whole JSON"],
    [
      "summary.csv",
      (text) => text + text.split("\n").slice(1).join("\n"),
      "summary.csv has 8 rows, and only 4 could be made anew",
    ],
    // Whole tables, but of less than there was.
    [
      "epochs.csv",
      (text) => text.replace(/^SL-SL-HS-HS.*\n/gm, ""),
      "epochs.csv: SL-SL-HS-HS@1 has 0 of 100 epochs",
    ],
    [
      "epochs.csv",
      (text) => text.replace(/^SL-SL-HS-HS@2,7,.*\n/m, ""),
      "epochs.csv: SL-SL-HS-HS@2 has 99 of 100 epochs",
    ],
    [
      "runs.csv",
      (text) => text.replace(/^SL-SL-HS-HS.*\n/gm, ""),
      "summary.csv has 4 rows, and only 3 could be made anew",
    ],
  ];
  for (const [file, damage, message] of cases) {
    await withCopy("mixed", async (folder) => {
      const text = damage(await Deno.readTextFile(`${folder}/${file}`));
      if (text === undefined) await Deno.remove(`${folder}/${file}`);
      else await Deno.writeTextFile(`${folder}/${file}`, text);
      const before = await contents(folder);
      await assertRejects(() => redraw(folder), OutputError, `Cannot redraw ${folder}: ${message}`);
      assertEquals(await contents(folder), before);
    });
  }
});

Deno.test("redraw: what nothing is made of may be damaged", () =>
  withCopy("mixed", async (folder) => {
    await Deno.writeTextFile(`${folder}/machine.json`, "[]");
    const warnings: Warning[] = [];
    await redraw(folder, warnings);
    assertEquals(warnings, [{ file: "machine.json", message: "it was left out: want an object" }]);
    assertEquals(await Deno.readTextFile(`${folder}/machine.json`), "[]");
  }));

Deno.test("redraw: no study, and one that somebody is at work on", () =>
  withFolder(async (folder) => {
    await assertRejects(() => redraw(folder), OutputError, "there are no results of a study in it");
    await assertRejects(() => redraw(`${folder}/none`), OutputError, "there are no results of a study in it");
    assertEquals(await namesIn(folder), []);
    await Deno.copyFile(`${FINDINGS}/mixed/config.json`, `${folder}/config.json`);
    const claim = await HeldClaim.take(`${folder}/claims`, "all");
    await assertRejects(() => redraw(folder), OutputError, "is at work there (all)");
    await claim.release();
  }));
