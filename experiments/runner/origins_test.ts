import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fewDigits, namesIn, withFolder } from "../fixtures.ts";
import { FolderStore } from "../storage/folder_store.ts";
import { OutputError } from "../storage/output_error.ts";
import { studies } from "../studies/mod.ts";
import { runsOf } from "../study/study.ts";
import { ResumableRun } from "../training/resumable_run.ts";
import { origin } from "../training/origin.ts";
import { layOut } from "./lay_out.ts";
import { mergeStudy, standingOf } from "./merge_study.ts";
import { mixedOrigins, originsOf } from "./origins.ts";
import { runStudy } from "./run_study.ts";
import { statusText } from "./shards/status.ts";

const data = fewDigits();
const settings = { hidden: [4], batchSize: 60, epochs: 2 };
const runs = runsOf(studies.loss, { settings, varied: { loss: ["hinge", "focal", "kl-div"] } });

Deno.test("each record says what trained it, also what began elsewhere", async () => {
  const [run] = runs, here = origin();
  assertMatch(here.processor, /x86_64|aarch64/);
  assertEquals([here.deno, here.kernels.length > 0], [Deno.version.deno, true]);
  const first = new ResumableRun(run, data), second = new ResumableRun(run, data);
  assertEquals((await first.continue(1)).origins, [here]);
  await second.resume(await first.checkpoint());
  assertEquals((await second.continue()).origins, [here]);
  for (const jobs of [1, 2]) {
    const { records } = await runStudy(studies.loss, { runs, data, jobs });
    for (const { origins } of records) assertEquals(origins, [here]);
  }
});

Deno.test("runs that were not all trained with the same: --status tells, --merge warns, and with --strict refuses", () =>
  withFolder(async (folder) => {
    const options = { runs, data, folder };
    await runStudy(studies.loss, { ...options, shard: { index: 1, count: 1 } });
    const warnings: string[] = [], reporter = { warn: (message: string) => void warnings.push(message) };
    await mergeStudy(studies.loss, { ...options, reporter, strict: true });
    assertEquals(warnings, []);

    // One went on elsewhere, and an earlier version left one.
    const store = new FolderStore(`${folder}/runs`), layout = await layOut(studies.loss, options);
    const [moved, early] = await Promise.all(layout.runs.map(async (run) => (await store.read(run))!.record));
    const elsewhere = { ...origin(), deno: "2.8.0", processor: "Another, aarch64" };
    await store.saveRecord(layout.runs[0], { ...moved, origins: [elsewhere, origin()] });
    await store.saveRecord(layout.runs[1], { ...early, origins: undefined });
    const { execution, plan } = await standingOf(studies.loss, options);
    assertEquals([...originsOf(execution.records).values()], [1, 2]);
    const told = /1 run with Deno 2\.8\.0 on Another, aarch64, with \w+ kernels; 2 runs with Deno /;
    assertMatch(mixedOrigins(execution.records)!, told);
    assertMatch(
      await statusText(plan, execution, { shards: 1, firstTask: 1 }),
      /^Trained {3}1 run with Deno 2\.8\.0 on Another, aarch64, with \w+ kernels\n {10}2 runs with Deno /m,
    );
    const before = await namesIn(folder);
    const strict = mergeStudy(studies.loss, { ...options, reporter, strict: true });
    await assertRejects(
      () => strict,
      OutputError,
      "Cannot merge: the runs were not all trained with the same",
    );
    assertEquals(await namesIn(folder), before);
    await mergeStudy(studies.loss, { ...options, reporter });
    assert(warnings.length === 1 && told.test(warnings[0]), warnings.join());
  }));
