/** The runner that all studies share.
 * @module
 */
import type { Run } from "../study/configuration.ts";
import { configurationJson } from "../storage/configuration_file.ts";
import { openDataset, type StudyData } from "../training/dataset.ts";
import { findings } from "../analysis/findings.ts";
import { type Halving, halvingShare } from "../study/halving.ts";
import { inWorkers } from "./jobs/pool.ts";
import { inThisThread, type Trainer } from "./jobs/trainer.ts";
import { Progression } from "./progression.ts";
import { ResultFolder } from "./result_folder.ts";
import type { RunRecord } from "../analysis/results.ts";
import { holdOut } from "./search.ts";
import { conflict, type Shard, shardName } from "./shards/shard.ts";
import { HeldClaim } from "../storage/claim.ts";
import { codeVersion } from "../storage/code_version.ts";
import { identify } from "../storage/run_identity.ts";
import { FolderStore, MemoryStore } from "../storage/run_store.ts";
import { removeParts } from "../storage/write_file.ts";
import { type AskedStudy, runsOf, type Study } from "../study/study.ts";
import type { EpochMeasures, StepMeasures } from "../training/train.ts";

/** Told how a study is coming along. */
export interface Reporter {
  /** A study begins. */
  studyBegins?(plan: StudyPlan): void;
  /** A run is at a step: not each one, about ten times a second. */
  step?(record: RunRecord, step: StepMeasures): void;
  /** A run has completed an epoch. */
  epoch?(record: RunRecord, epoch: EpochMeasures): void;
  /** A run has ended, or was interrupted. */
  runEnds?(record: RunRecord): void;
  /** Something is wrong, and it goes on all the same. */
  warn?(message: string): void;
}

/** What is about to be done. */
export interface StudyPlan extends AskedStudy {
  /** The images. In a search those that trials learn from, and in place of the test set those held out. */
  readonly data: StudyData;
  /** The share of the epochs of all runs that will be trained: less than 1 if hopeless trials are stopped. */
  readonly share: number;
  /** Where results go; undefined for nowhere. */
  readonly folder: string | undefined;
  /** How many runs are trained side by side. */
  readonly jobs: number;
  /** The part of the runs that is trained here; undefined for all. */
  readonly shard: Shard | undefined;
  /** What earlier invocations have left of the runs, by their names. */
  readonly earlier: ReadonlyMap<string, RunRecord>;
}

/** How a study is run. */
export interface RunStudyOptions extends Partial<Omit<AskedStudy, "study">> {
  /** The images: those that the first run names, unless given. */
  readonly data?: StudyData;
  /** The folder to write results to; none unless given. What it has of the runs from earlier is not trained again. */
  readonly folder?: string;
  /** The command to note in `config.json`. */
  readonly command?: string;
  /** Steps from row to row of `iterations.csv`: 100; 0 for none. */
  readonly logEvery?: number;
  /** How many runs to train side by side, in workers if more than 1: 1. */
  readonly jobs?: number;
  /** How many threads share the work of each run that is trained in a worker: 1. */
  readonly threads?: number;
  /** The BLAS library that workers use; none unless given. */
  readonly blas?: string;
  /** Trains a part of the runs, and leaves tables and plots to {@linkcode mergeStudy}. */
  readonly shard?: Shard;
  /** Whether to forget what the folder has of the runs. */
  readonly fresh?: boolean;
  /** Seconds from checkpoint to checkpoint: 10; 0 for one after each epoch. */
  readonly checkpointEvery?: number;
  /** Whether to keep the trained parameters of each run in the folder, as `models/<name>.safetensors`. */
  readonly saveModels?: boolean;
  /** Told how it is coming along. */
  readonly reporter?: Reporter;
  /** Ends the study after the current step when aborted. What is complete is written and returned. */
  readonly signal?: AbortSignal;
}

/** What a study left behind. */
export interface StudyResult extends StudyPlan {
  /** A record of each run that began, in the order of the runs; in a search those of the best with all training images come last. */
  readonly records: readonly RunRecord[];
  /** What it found, in sentences. */
  readonly conclusion: readonly string[];
  /** The paths of the files that were written. */
  readonly files: readonly string[];
  /** Whether it was ended before its time. */
  readonly interrupted: boolean;
  /** The names of the runs that are not finished and not trained here. */
  readonly elsewhere: readonly string[];
}

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
export async function runStudy(study: Study, options: RunStudyOptions = {}): Promise<StudyResult> {
  const { folder, shard, jobs = 1, threads = 1, blas, reporter = {}, signal } = options;
  const { logEvery = 100, checkpointEvery = 10, watch = false } = { ...options, watch: study.watch };
  const layout = await layOut(study, options);
  const { plan, runs, all } = layout;
  const store = folder === undefined
    ? new MemoryStore()
    : new FolderStore(`${folder}/runs`, (message) => reporter.warn?.(message));
  const claimName = shard ? shardName(shard) : "all";
  const claim = folder === undefined
    ? undefined
    : await HeldClaim.take(`${folder}/claims`, claimName, (other) => conflict(claimName, other));
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
      : await ResultFolder.open(folder, layout.configuration, { jobs });
    const saveModels = options.saveModels === true && folder !== undefined;
    const settings = { data: all, logEvery, watch, checkpointEvery, saveModels };
    const progression = new Progression({
      ...{ plan, runs, all, store, shard, results, reporter, signal, claim, saveModels },
      // Made when there is something to train.
      trainer: () =>
        trainer ??= jobs > 1
          ? inWorkers(jobs, { ...settings, threads, blas })
          : Promise.resolve(inThisThread(settings)),
      identifyBest: layout.identifyBest,
    });
    if (options.fresh) await progression.forget();
    const begun: StudyPlan = { ...plan, earlier: await progression.recall() };
    reporter.studyBegins?.(begun);
    const complete = await progression.run();
    // Before the plots, which take memory as well.
    await dismiss();
    return await finish(begun, progression, results, { complete, signal });
  } finally {
    await dismiss();
    await claim?.release();
  }
}

/** What {@linkcode mergeStudy} is told. */
export interface MergeOptions extends RunStudyOptions {
  /** The folder, as for the study. */
  readonly folder: string;
  /** Whether to be content with a part of the runs. */
  readonly allowGaps?: boolean;
}

/**
 * Writes the tables and plots of a study from what its runs have left in its folder: the same files as if one program had
 * trained them all.
 *
 * @throws {GapError} If runs are not finished, unless `allowGaps` is set. Then nothing is written.
 * @throws {OutputError} If a file can't be read or written.
 */
export async function mergeStudy(study: Study, options: MergeOptions): Promise<StudyResult> {
  const { progression, plan, configuration } = await standingOf(study, options);
  const { missing } = progression;
  if (missing.length > 0 && !options.allowGaps || progression.records.length === 0) {
    throw new GapError(missing.map(({ name }) => name), plan.runs.length);
  }
  const { folder } = options;
  const claim = await HeldClaim.take(`${folder}/claims`, "merge", (other) => conflict("merge", other));
  try {
    await removeParts(folder);
    const results = await ResultFolder.open(folder, configuration);
    return await finish(plan, progression, results, { complete: missing.length === 0 });
  } finally {
    await claim.release();
  }
}

/** Runs are missing. */
export class GapError extends Error {
  /** The name that stack traces show. */
  override readonly name = "GapError";

  /** An error that names the runs. */
  constructor(missing: readonly string[], count: number) {
    const shown = missing.slice(0, 10).join(", ") + (missing.length > 10 ? " …" : "");
    super(
      `Cannot merge: ${missing.length} of ${count} runs are not finished (${shown}); --status tells more, ` +
        `--allow-gaps takes what there is`,
    );
  }
}

/** Finds out how far the runs of a study are that has a folder, training nothing and writing nothing. */
export async function standingOf(
  study: Study,
  options: RunStudyOptions & { readonly folder: string },
): Promise<{ progression: Progression; plan: StudyPlan; configuration: string }> {
  const { folder, reporter = {} } = options;
  const { plan, runs, all, identifyBest, configuration } = await layOut(study, options);
  const store = new FolderStore(`${folder}/runs`, (message) => reporter.warn?.(message));
  const progression = new Progression({ plan, runs, all, store, identifyBest });
  const earlier = await progression.recall();
  await progression.run();
  return { progression, plan: { ...plan, earlier }, configuration };
}

/** What a study consists of, before anything is done. */
export async function layOut(study: Study, options: RunStudyOptions) {
  const { folder, command, seeds = 1, halving, logEvery = 100, jobs = 1, shard } = options;
  const wanted = options.runs ?? runsOf(study, { seeds });
  const all = options.data ?? await openDataset(wanted[0].configuration.dataset);
  const data = study.search ? holdOut(all) : all;
  const code = await codeVersion();
  const identifyIn = (data: StudyData) => ({ name, configuration }: Run) =>
    identify({ name, configuration: { ...configuration, dataset: all.name } }, data, {
      ...{ logEvery, watch: study.watch ?? false, code },
    });
  const runs = await Promise.all(wanted.map(identifyIn(data)));
  const plain = runs.map(({ name, configuration }): Run => ({ name, configuration }));
  const plan: StudyPlan = {
    ...{
      study,
      runs: plain,
      seeds,
      halving,
      data,
      share: shareOf(runs, halving),
      folder,
      jobs,
      shard,
      earlier: new Map(),
    },
  };
  return {
    ...{ plan, runs, all, code },
    /** Gives the runs of the best trial their ids. */
    identifyBest: (best: readonly Run[]) => Promise.all(best.map(identifyIn(all))),
    configuration: configurationJson({ command, plan, logEvery, all }),
  };
}

async function finish(
  plan: StudyPlan,
  progression: Progression,
  results: ResultFolder | undefined,
  { complete, signal }: { complete: boolean; signal?: AbortSignal },
): Promise<StudyResult> {
  const { records, failures } = progression;
  const interrupted = signal?.aborted === true &&
    (!complete || records.some(({ status }) => status === "interrupted"));
  const measured = {
    ...{ ...plan, records, conclusion: [], files: [], interrupted },
    elsewhere: complete || interrupted ? [] : progression.missing.map(({ name }) => name),
  };
  const anything = records.some(({ epochs, status }) => epochs.length > 0 || status === "diverged");
  if (!anything && failures.length > 0 && failures.length === records.length) throw new RunError(failures[0]);
  if (!anything || plan.shard) return { ...measured, files: progression.models };
  await results?.save(plan, records);
  const found = await findings(measured);
  if (!results) return { ...measured, conclusion: found.conclusion };
  const { plots } = await import("../charts/plot.ts");
  const conclusion = found.conclusion.map((line) => line + "\n").join("");
  await results.add({ ...found.files, "conclusion.txt": conclusion, ...await plots(measured) });
  return { ...measured, conclusion: found.conclusion, files: [...results.files, ...progression.models] };
}

/** A study has nothing to show but runs that failed. */
export class RunError extends Error {
  /** The name that stack traces show. */
  override readonly name = "RunError";

  /** An error that says why one of them did. */
  constructor({ run, error }: RunRecord) {
    super(/^Cannot /.test(error ?? "") ? error : `Cannot train ${run.name}: ${error}`);
  }
}

function shareOf(runs: readonly Run[], halving: Halving | undefined): number {
  return halving ? halvingShare(runs[0].configuration.epochs, runs.length, halving) : 1;
}
