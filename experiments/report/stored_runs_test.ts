import { assertEquals, assertMatch } from "@std/assert";
import { fewDigits, withFolder } from "../fixtures.ts";
import { layOut } from "../runner/lay_out.ts";
import { runStudy } from "../runner/run_study.ts";
import { makeManifest, writeManifest } from "../runner/shards/manifest.ts";
import { HeldClaim } from "../storage/claim.ts";
import { studies } from "../studies/mod.ts";
import { hasEnded } from "../study/run_record.ts";
import { runsOf } from "../study/study.ts";
import { readResults } from "./read_results.ts";

const data = fewDigits();
const runs = runsOf(studies.loss, {
  settings: { epochs: 3, hidden: [4], dataset: "synthetic" },
  varied: { loss: ["hinge", "kl-div"] },
});

/** How far each run is, as the report sees it. */
async function seen(folder: string) {
  const { studies: [study], begun } = await readResults([folder]);
  return {
    begun,
    warnings: study?.warnings.map(({ message }) => message),
    standings: study?.standings.map(({ name, kind, record }) =>
      `${name} ${kind} ${record?.epochs.length ?? "-"}`
    ),
  };
}

Deno.test("what a shard has trained is seen by its plan before anything is merged", () =>
  withFolder(async (out) => {
    const folder = `${out}/loss`, options = { runs, data, folder, checkpointEvery: 0 };
    const { plan, runs: identified } = await layOut(studies.loss, options);
    await Deno.mkdir(folder);
    await writeManifest(folder, makeManifest(plan, identified, { shards: 2, firstTask: 1 }));
    assertEquals((await seen(out)).standings, ["hinge missing -", "kl-div missing -"]);
    await runStudy(studies.loss, { ...options, shard: { index: 1, count: 2 } });
    assertEquals((await seen(out)).standings, ["hinge finished 3", "kl-div missing -"]);
  }));

Deno.test("a run that was stopped is seen as far as its checkpoint, and who is at it", () =>
  withFolder(async (out) => {
    const folder = `${out}/loss`, controller = new AbortController();
    const reporter = { epoch: () => controller.abort() };
    const options = { runs, data, folder, checkpointEvery: 0, reporter, signal: controller.signal };
    await runStudy(studies.loss, options);
    // As a kill leaves it: the tables are as old as can be.
    await Deno.writeTextFile(
      `${folder}/epochs.csv`,
      (await Deno.readTextFile(`${folder}/epochs.csv`)).split("\n")[0] + "\n",
    );
    const { studies: [{ record }] } = await readResults([out]);
    assertEquals(record.records.map(({ run, epochs, status }) => [run.name, epochs.length, status]), [[
      "hinge",
      1,
      "running",
    ]]);
    assertEquals((await seen(out)).standings, ["hinge paused 1", "kl-div missing -"]);
    const claim = await HeldClaim.take(`${folder}/claims`, "all");
    claim.begins("hinge");
    await Deno.remove(`${folder}/runs.csv`);
    try {
      assertEquals(await seen(out), {
        begun: [],
        warnings: [],
        standings: ["hinge running 1", "kl-div missing -"],
      });
    } finally {
      await claim.release();
    }
    assertMatch((await seen(out)).warnings!.join(), /it is missing/);
    // Of another configuration there is nothing.
    const { studies: [study] } = await readResults([out]);
    assertEquals(study.record.records.filter(hasEnded), []);
  }));

Deno.test("a study that somebody has begun is no fault of the folder", () =>
  withFolder(async (out) => {
    const claim = await HeldClaim.take(`${out}/loss/claims`, "all");
    assertEquals((await seen(out)).begun, ["loss"]);
    await claim.release();
  }));

Deno.test("what can't be read of one study is told, and the report is of all else", () =>
  withFolder(async (out) => {
    const controller = new AbortController(), reporter = { epoch: () => controller.abort() };
    for (const name of ["loss", "other"]) {
      const options = { runs, data, folder: `${out}/${name}`, checkpointEvery: 0 };
      await runStudy(
        studies.loss,
        name === "loss" ? { ...options, reporter, signal: controller.signal } : options,
      );
    }
    await Deno.rename(`${out}/loss/runs`, `${out}/elsewhere`);
    await Deno.symlink(`${out}/elsewhere`, `${out}/loss/runs`);
    await Deno.symlink(`${out}/elsewhere/nothing`, `${out}/loss/claims/all.json`);
    const told: string[] = [];
    const { studies: found } = await readResults(
      [out],
      ({ file, message }) => told.push(`${file}: ${message}`),
    );
    assertEquals(found.map(({ standings }) => standings.map(({ kind }) => kind)), [
      ["paused", "missing"],
      ["finished", "finished"],
    ]);
    const [claims, link, ...rest] = told.filter((line) => /symbolic link/.test(line)).toSorted();
    assertMatch(claims, /^loss\/claims: it was left out: .*all\.json: it is a symbolic link$/);
    assertMatch(link, /^loss\/runs: Cannot read .*loss\/runs: it is a symbolic link$/);
    assertEquals(rest.length, 1); // the other run
  }));
