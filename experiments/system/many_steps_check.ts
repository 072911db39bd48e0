/** Millions of logged steps. Run by `deno task test:system`. */
import { assert, assertEquals } from "@std/assert";
import { iterationsPieces } from "../analysis/run_tables.ts";
import { fewDigits, pausedWithSteps, withFolder } from "../fixtures.ts";
import { FolderStore } from "../storage/folder_store.ts";
import { identify } from "../storage/run_identity.ts";
import { writeFile } from "../storage/write_file.ts";
import { DEFAULTS } from "../study/configuration.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StepLog } from "../study/step_log.ts";

const MILLION = 1_000_000;

/** More than a string can have. */
const LONGEST_STRING = 2 ** 29;

const data = fewDigits();
const configuration = { ...DEFAULTS, hidden: [2], dataset: "synthetic" as const };
const run = await identify({ name: "a", configuration }, data, { logEvery: 1, watch: false, code: "1" });

/** The seconds that something takes. */
async function timed(work: () => Promise<unknown>): Promise<string> {
  const started = performance.now();
  await work();
  return `${((performance.now() - started) / 1000).toFixed(2)} s`;
}

Deno.test("two million logged steps: memory and time of each million, and nothing of it twice on the disk", () =>
  withFolder(async (folder) => {
    const store = new FolderStore(folder), path = `${folder}/${run.id}`;
    const half = await pausedWithSteps(run, data, MILLION),
      whole = await pausedWithSteps(run, data, 2 * MILLION);
    const { steps } = whole.record;
    const bytes = (steps as StepLog).chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert(bytes < 40 * 2.02 * MILLION, `${bytes} bytes`);
    const first = await timed(() => store.saveCheckpoint(run, half));
    const next = await timed(() => store.saveCheckpoint(run, whole));
    const again = await timed(() => store.saveCheckpoint(run, whole));
    assertEquals((await Deno.stat(`${path}/steps.f64`)).size, 80 * MILLION);
    assert((await Deno.stat(`${path}/checkpoint.safetensors`)).size < 50_000);
    let found: RunRecord | undefined;
    const read = await timed(async () => found = (await new FolderStore(folder).read(run))?.record);
    assertEquals([found?.steps.length, found?.steps.at(1_999_999)?.iteration], [2 * MILLION, 2 * MILLION]);
    const ended = await timed(() => store.saveRecord(run, { ...whole.record, status: "finished" }));
    assert((await Deno.stat(`${path}/record.json`)).size < 2000);
    console.log(
      `a million steps are ${
        (bytes / 2 / MILLION).toFixed(1)
      } MB of memory and 40 MB of disk; a checkpoint with a million new ones takes ` +
        `${first}, with another million ${next}, with none ${again}; two million are read in ${read} and sealed in ${ended}`,
    );
  }));

Deno.test("a table of steps that is longer than a string is written", () =>
  withFolder(async (folder) => {
    const { record } = await pausedWithSteps(run, data, 300_000);
    const records = Array.from({ length: 8 }, () => ({ ...record, run: { ...run, name: "a".repeat(220) } }));
    const path = `${folder}/iterations.csv`, before = Deno.memoryUsage().rss;
    const time = await timed(() => writeFile(path, iterationsPieces(records)));
    const { size } = await Deno.stat(path);
    assert(size > LONGEST_STRING, `${size} bytes`);
    const grown = Deno.memoryUsage().rss - before;
    assert(grown < size / 2, `${grown} bytes of memory`);
    console.log(
      `${(size / 2 ** 20).toFixed(0)} MiB in 2.4 million rows: ${time}, ${
        (grown / 2 ** 20).toFixed(0)
      } MiB of memory`,
    );
  }));
