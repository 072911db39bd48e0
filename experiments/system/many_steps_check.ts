/** Millions of logged steps. Run by `deno task test:system`. */
import { assert, assertEquals } from "@std/assert";
import { iterationsPieces } from "../analysis/run_tables.ts";
import { fewDigits, namesIn, pausedWithSteps, withFolder } from "../fixtures.ts";
import { readResults } from "../report/read_results.ts";
import { redrawStudy } from "../runner/redraw.ts";
import { MOST } from "../storage/file_limits.ts";
import { FolderStore } from "../storage/folder_store.ts";
import { identify } from "../storage/run_identity.ts";
import { writeFile } from "../storage/write_file.ts";
import { studies } from "../studies/mod.ts";
import { DEFAULTS } from "../study/configuration.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StepLog } from "../study/step_log.ts";
import type { Warning } from "../study/warning.ts";

const FINDINGS = new URL("../findings/loss", import.meta.url).pathname;

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

Deno.test("a table of steps that is longer than others may be is reported and redrawn", () =>
  withFolder(async (folder) => {
    const study = `${folder}/loss`, path = `${study}/iterations.csv`;
    await Deno.mkdir(study);
    for (const name of await namesIn(FINDINGS)) {
      if (/[.](csv|json|txt)$/.test(name)) await Deno.copyFile(`${FINDINGS}/${name}`, `${study}/${name}`);
    }
    // Of a column that nobody asks for, so that it does not take long.
    const padding = "x".repeat(2 ** 20), head = (await Deno.readTextFile(path)).split("\n")[0];
    const run = (await Deno.readTextFile(`${study}/runs.csv`)).split("\n")[1].split(",")[0];
    const rows = Array.from({ length: 140 }, (_, i) => `${run},1,${i + 1},${i / 100},0.5`);
    await writeFile(path, [`${head},more\n`, ...rows.map((row) => `${row},${padding}\n`)]);
    assert((await Deno.stat(path)).size > MOST.table);
    const warnings: Warning[] = [];
    const { studies: [found] } = await readResults([folder], (warning) => warnings.push(warning));
    const record = found.record.records.find((record) => record.run.name === run)!;
    assertEquals([warnings, record.steps.length, record.steps.at(139)?.loss], [[], 140, 1.39]);
    await redrawStudy(study, { studies, warn: (warning) => warnings.push(warning) });
    assertEquals([warnings, await Deno.readTextFile(path)], [[], [head, ...rows, ""].join("\n")]);
  }));
