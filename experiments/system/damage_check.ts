/** Files that are damaged in any byte. Run by `deno task test:system`. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { syntheticDigits } from "@chainrule/data";
import { DEFAULTS } from "../study/configuration.ts";
import { withFolder } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { main } from "../main.ts";
import { ResumableRun } from "../training/resumable_run.ts";
import { layOut } from "../runner/lay_out.ts";
import { checkManifest, makeManifest, readManifest, writeManifest } from "../runner/shards/manifest.ts";
import { studies } from "../studies/mod.ts";
import { runsOf } from "../study/study.ts";
import { apartFromImages, writeSmallImages } from "./small_images.ts";
import { assertSameFiles, studyFiles } from "./study_files.ts";
import { claimsIn } from "../storage/read_claims.ts";
import { HeldClaim } from "../storage/claim.ts";
import { FolderStore } from "../storage/folder_store.ts";
import { identify } from "../storage/run_identity.ts";
import type { StoredRun } from "../storage/run_store.ts";
import { OutputError } from "../storage/output_error.ts";
import type { RunRecord } from "../study/run_record.ts";
import { StepLog } from "../study/step_log.ts";
import { UsageError } from "../study/usage_error.ts";

/**
 * A file with its lowest or highest bit changed in one byte, each in turn, and cut off here and there.
 *
 * @param step Bytes from one that is changed to the next.
 */
function* damages(bytes: Uint8Array<ArrayBuffer>, step = 1): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += step) {
    for (const bits of [0x01, 0x80]) {
      const changed = bytes.slice();
      changed[at] ^= bits;
      yield changed;
    }
    if (at % 8 === 0) yield bytes.slice(0, at);
  }
}

/** A run with the smallest of networks, so that its files are small. */
const digits = syntheticDigits({ train: 30, test: 10, rows: 8, columns: 8, seed: 1 });
const data = {
  name: "synthetic" as const,
  ...digits,
  source: "a test",
  verified: undefined,
  checksum: "0123",
};
const settings = { hidden: [2], batchSize: 10, epochs: 3, dataset: "synthetic" as const };
const about = { logEvery: 2, watch: false, code: "1" };
const run = await identify({ name: "a", configuration: { ...DEFAULTS, ...settings } }, data, about);

/** What it comes to, and what is kept after one epoch and after two. */
const whole = new ResumableRun(run, data, { logEvery: 2 });
const kept: Required<StoredRun>[] = [];
for (const epochs of [1, 2]) {
  const record = await whole.continue(epochs);
  kept.push({
    record: { ...structuredClone(record), steps: StepLog.of([...record.steps]) },
    checkpoint: await whole.checkpoint(),
  });
}
const record = await whole.continue();

function withoutSeconds(record: RunRecord): RunRecord {
  return { ...record, epochs: record.epochs.map((epoch) => ({ ...epoch, seconds: 0 })) };
}

/** Brings the run to its end, from where a store says that it is. */
async function finished(standing: StoredRun | undefined): Promise<RunRecord> {
  if (standing && !standing.checkpoint) return standing.record;
  const performance = new ResumableRun(run, data, { logEvery: 2 });
  if (standing?.checkpoint) await performance.resume(standing.checkpoint, standing.record.steps);
  return await performance.continue();
}

/** Calls `body` with a folder with two checkpoints, or a record. */
function withRun(ended: boolean, body: (folder: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const store = new FolderStore(folder);
    for (const standing of kept) await store.saveCheckpoint(run, standing);
    if (ended) await store.saveRecord(run, record);
    await body(folder);
  });
}

/** What a store finds in a folder, and what it warns of. */
async function read(folder: string): Promise<{ standing: StoredRun | undefined; warnings: string[] }> {
  const warnings: string[] = [];
  const standing = await new FolderStore(folder, (message) => void warnings.push(message)).read(run);
  return { standing, warnings };
}

Deno.test("each byte of a record: damage is noticed and named, and the run starts again", () =>
  withRun(true, async (folder) => {
    const path = `${folder}/${run.id}/record.json`, intact = await Deno.readFile(path);
    assertEquals((await read(folder)).standing, { record });
    for (const damaged of damages(intact)) {
      Deno.writeFileSync(path, damaged);
      const { standing, warnings } = await read(folder);
      assertEquals([standing, warnings.length], [undefined, 1]);
      assertStringIncludes(warnings[0], path);
    }
    assertEquals(withoutSeconds(await finished(undefined)), withoutSeconds(record));
  }));

Deno.test("each byte of a checkpoint: damage is noticed and named, and the one before it is used", () =>
  withRun(false, async (folder) => {
    const path = `${folder}/${run.id}/checkpoint.safetensors`, intact = await Deno.readFile(path);
    assertEquals((await read(folder)).standing?.checkpoint, kept[1].checkpoint);
    let standing: StoredRun | undefined;
    for (const damaged of damages(intact)) {
      Deno.writeFileSync(path, damaged);
      const found = await read(folder);
      standing = found.standing;
      assertEquals(standing?.checkpoint, kept[0].checkpoint);
      assertEquals(found.warnings.length, 1);
      assertStringIncludes(found.warnings[0], path);
    }
    assertEquals(standing?.record.epochs, kept[0].record.epochs);
    assertEquals(withoutSeconds(await finished(standing)), withoutSeconds(record));
  }));

Deno.test("both checkpoints damaged: both are named, and the run starts again", () =>
  withRun(false, async (folder) => {
    const paths = ["", "-before"].map((name) => `${folder}/${run.id}/checkpoint${name}.safetensors`);
    const [last, before] = await Promise.all(paths.map((path) => Deno.readFile(path)));
    const others = damages(before, 31);
    for (const damaged of damages(last, 31)) {
      Deno.writeFileSync(paths[0], damaged);
      Deno.writeFileSync(paths[1], others.next().value ?? new Uint8Array());
      const { standing, warnings } = await read(folder);
      assertEquals([standing, warnings.length], [undefined, 2]);
      for (const [i, path] of paths.entries()) assertStringIncludes(warnings[i], path);
    }
  }));

Deno.test("a checkpoint that a damaged one takes the place of is not lost", () =>
  withRun(false, async (folder) => {
    const path = `${folder}/${run.id}/checkpoint.safetensors`;
    await Deno.truncate(path, 100);
    const store = new FolderStore(folder), { checkpoint } = (await store.read(run))!;
    await store.saveCheckpoint(run, kept[1]);
    await Deno.truncate(path, 100);
    assertEquals((await read(folder)).standing?.checkpoint, checkpoint);
  }));

Deno.test("each byte of a plan: what would matter is noticed and named", () =>
  withFolder(async (folder) => {
    const study = studies.loss, wanted = runsOf(study, { settings, varied: { loss: ["hinge"] } });
    const { plan, runs } = await layOut(study, { runs: wanted, data });
    const path = `${folder}/manifest.json`;
    for (const shards of [1, 3]) {
      await writeManifest(folder, makeManifest(plan, runs, { shards, firstTask: 1 }));
      const intact = await Deno.readFile(path), divisions = new Set<number>();
      for (const damaged of damages(intact)) {
        Deno.writeFileSync(path, damaged);
        try {
          const planned = (await readManifest(folder))!;
          checkManifest(folder, planned, makeManifest(plan, runs, planned.division));
          // The runs are the same, and however many shards there are, each run is in one of them.
          divisions.add(planned.division.shards);
        } catch (error) {
          assert(error instanceof OutputError || error instanceof UsageError);
          assertStringIncludes(error.message, path);
        }
      }
      assert(divisions.has(shards) && [...divisions].every((count) => count >= 1), [...divisions].join());
    }
  }));

Deno.test("each byte of the claim of a program that is gone: it is in nobody's way, or taken for one elsewhere for a minute", () =>
  withFolder(async (folder) => {
    const path = `${folder}/all.json`;
    const intact = new TextEncoder().encode(
      JSON.stringify({ host: Deno.hostname(), pid: 1, runs: ["a"] }) + "\n",
    );
    const take = () => HeldClaim.take(folder, "all");
    for (const damaged of damages(intact)) {
      Deno.writeFileSync(path, damaged);
      const [alive] = await claimsIn(folder);
      if (alive) {
        assert(alive.host !== Deno.hostname());
        await assertRejects(take, OutputError, `process 1 on ${alive.host} is at work there`);
        Deno.utimeSync(path, 0, 0);
      }
      await (await take()).release();
    }
  }));

Deno.test("damage in the folder of a study: it is named, and the same command or --merge comes to the same results", () =>
  withFolder(async (folder) => {
    await writeSmallImages(`${folder}/images`);
    const study = [
      "loss",
      "--loss",
      "hinge,kl-div",
      "--hidden",
      "2",
      "--epochs",
      "2",
      "--log-every",
      "2",
      "--quiet",
    ];
    const command = [...study, "--data-dir", `${folder}/images`, "--out", folder];
    assertEquals(await main(command, recordingIo()), 0);
    const intact = await studyFiles(`${folder}/loss`);
    for (const name of Object.keys(intact)) {
      const path = `${folder}/loss/${name}`, bytes = await Deno.readFile(path);
      for (
        const damaged of [
          bytes.slice(0, bytes.length / 2),
          bytes.map((byte, i) => i === 9 ? byte ^ 1 : byte),
        ]
      ) {
        await Deno.writeFile(path, damaged);
        const io = recordingIo(), essential = /record\.json$|steps\.f64$/.test(name);
        // What tables are made of has to be computed again; the tables are made again anyway.
        assertEquals(await main(essential ? command : [...command, "--merge"], io), 0, io.errorText);
        if (essential) assertStringIncludes(io.errorText, `WARNING: ${path} is damaged`);
        else assertEquals(apartFromImages(io.errorText), "");
        // Nothing is made of the others before a run is to have more epochs, or its network.
        if (!/(run\.json|end\.safetensors)$/.test(name)) {
          assertSameFiles(await studyFiles(`${folder}/loss`), intact);
        }
      }
      await Deno.writeFile(path, bytes);
    }
  }));
