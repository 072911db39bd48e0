import { HeldClaim } from "../storage/claim.ts";
import { EventFolder } from "../storage/tensorboard/event_folder.ts";
import { FolderStore } from "../storage/folder_store.ts";
import { MemoryStore } from "../storage/memory_store.ts";
import { refuseForeign } from "../storage/own_folder.ts";
import { checkFolder } from "../storage/read_file.ts";
import { removeParts } from "../storage/parts.ts";
import type { StudyPlan, StudyResult } from "../study/study_record.ts";
import type { Study } from "../study/study.ts";
import { TRAINING_DEFAULTS } from "../study/training_options.ts";
import { beginFrom } from "./begin_from.ts";
import { conclude } from "./conclude.ts";
import { affordable, FILES_PER_RUN, FILES_PER_WORKER } from "./jobs/open_files.ts";
import { inWorkers } from "./jobs/pool.ts";
import { inThisThread, type Trainer } from "./jobs/trainer.ts";
import { layOut } from "./lay_out.ts";
import { mixedOrigins } from "./origins.ts";
import { replaced } from "./replaced.ts";
import { ResultFolder } from "./result_folder.ts";
import type { RunStudyOptions } from "./run_study_options.ts";
import { shardName } from "./shards/shard.ts";
import { StudyExecution } from "./study_execution.ts";

/**
 * Runs a study: trains all its runs on the same images, and writes what was measured.
 *
 * A run that diverges is a result like others; one that can't be done at all is `failed` and does not touch the others. With
 * a folder, runs go on where an earlier invocation left them, even if that was killed: what they come to is the same. The tables
 * are written after epochs, about each second, and at the end with the plots; each file is whole at any time.
 *
 * @throws {OutputError} If a file can't be written. A folder that can't be written to is found before training begins.
 * @throws {DataError} If there is no data.
 *
 * @example
 * ```ts
 * import { openDataset, runsOf, runStudy, studies } from "@chainrule/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const data = await openDataset("synthetic");
 * const runs = runsOf(studies.loss, { settings: { epochs: 1 }, varied: { loss: ["hinge"] } });
 * const { records } = await runStudy(studies.loss, { runs, data });
 * assertEquals(records[0].epochs.length, 1);
 * ```
 */
export async function runStudy(study: Study, asked: RunStudyOptions = {}): Promise<StudyResult> {
  const options = { ...asked, jobs: affordableJobs(asked) };
  const { folder, shard, jobs, reporter = {}, signal } = options;
  if (folder !== undefined) await checkFolder(folder);
  const layout = await layOut(study, options);
  const store = folder === undefined
    ? new MemoryStore()
    : new FolderStore(`${folder}/runs`, (message) => reporter.warn?.(message));
  if (folder !== undefined) await refuseForeign(folder);
  const claimName = shard ? shardName(shard) : "all";
  const claim = folder === undefined ? undefined : await HeldClaim.take(`${folder}/claims`, claimName);
  const { checkpointEvery, saveModels, threads, native } = {
    ...TRAINING_DEFAULTS,
    ...options,
  };
  const settings = {
    logEvery: layout.logEvery,
    checkpointEvery,
    saveModels: saveModels && folder !== undefined,
    threads,
    native,
    data: layout.all,
    watch: study.watch ?? false,
    inspect: !study.rates,
  };
  // A promise, for the first runs ask for it at the same time.
  let trainer: Promise<Trainer> | undefined;
  const dismiss = async () => {
    const dismissed = trainer;
    trainer = undefined;
    await (await dismissed?.catch(() => undefined))?.close();
  };
  try {
    if (folder !== undefined && !shard) await removeParts(folder); // those of shards are in the folders of their runs
    const results = folder === undefined || shard
      ? undefined
      : await ResultFolder.open(folder, layout.configuration, { jobs, native });
    const execution = new StudyExecution({
      ...layout,
      store,
      results,
      reporter,
      signal,
      claim,
      saveModels: settings.saveModels,
      events: options.tensorboard && folder !== undefined
        ? new EventFolder(`${folder}/tensorboard`)
        : undefined,
      // Made when there is something to train.
      trainer: () =>
        trainer ??= jobs > 1 ? inWorkers(jobs, settings) : Promise.resolve(inThisThread(settings)),
    });
    if (options.fresh) await execution.forget();
    if (options.from) await beginFrom(options.from, layout.runs[0], layout.all, store);
    const replaces = shard || folder === undefined ? undefined : await replaced(folder, layout.configuration);
    const begun: StudyPlan = { ...layout.plan, earlier: await execution.recall(), replaces };
    reporter.studyBegins?.(begun);
    const complete = await execution.run();
    const mixed = mixedOrigins(execution.records);
    if (mixed) reporter.warn?.(mixed);
    // Before the plots, which take memory as well.
    await dismiss();
    return await conclude(begun, execution, results, { complete, signal });
  } finally {
    await dismiss();
    await claim?.release();
  }
}

/** So many runs side by side as there may be open files for. */
function affordableJobs(
  { jobs = 1, threads = TRAINING_DEFAULTS.threads, reporter }: RunStudyOptions,
): number {
  if (jobs === 1) return jobs;
  const possible = affordable(jobs, threads * FILES_PER_WORKER + FILES_PER_RUN);
  if (possible < jobs) {
    reporter?.warn?.(
      `${possible} runs are trained side by side and not ${jobs}: more files may not be open here (ulimit -n)`,
    );
  }
  return possible;
}
