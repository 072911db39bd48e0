/** The runner that all studies share.
 * @module
 */
import type { Run } from "./configuration.ts";
import { configurationJson } from "./configuration_file.ts";
import { openDataset, type StudyData } from "./dataset.ts";
import { findings } from "./findings.ts";
import { type Halving, halvingShare } from "./halving.ts";
import { perform, type PerformOptions } from "./perform.ts";
import { ResultFolder } from "./result_folder.ts";
import type { RunRecord } from "./results.ts";
import { holdOut, search } from "./search.ts";
import { type AskedStudy, runsOf, type Study, withSeeds } from "./study.ts";
import type { EpochMeasures, StepMeasures } from "./train.ts";
import { rank } from "./trials.ts";

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
}

/** What is about to be done. */
export interface StudyPlan extends AskedStudy {
  /** The images. In a search those that trials learn from, and in place of the test set those held out. */
  readonly data: StudyData;
  /** The share of the epochs of all runs that will be trained: less than 1 if hopeless trials are stopped. */
  readonly share: number;
  /** Where results go; undefined for nowhere. */
  readonly folder: string | undefined;
}

/** How a study is run. */
export interface RunStudyOptions extends Partial<Omit<AskedStudy, "study">> {
  /** The images: those that the first run names, unless given. */
  readonly data?: StudyData;
  /** The folder to write results to; none unless given. */
  readonly folder?: string;
  /** The command to note in `config.json`. */
  readonly command?: string;
  /** Steps from row to row of `iterations.csv`: 100; 0 for none. */
  readonly logEvery?: number;
  /** Told how it is coming along. */
  readonly reporter?: Reporter;
  /** Ends the study after the current step when aborted. What is complete is written and returned. */
  readonly signal?: AbortSignal;
}

/** What a study left behind. */
export interface StudyResult extends StudyPlan {
  /** A record of each run that began; in a search those of the best with all training images come last. */
  readonly records: readonly RunRecord[];
  /** What it found, in sentences. */
  readonly conclusion: readonly string[];
  /** The paths of the files that were written. */
  readonly files: readonly string[];
  /** Whether it was ended before its time. */
  readonly interrupted: boolean;
}

/**
 * Runs a study: trains all its runs one after the other, on the same images, and writes what was measured.
 *
 * A run that diverges is a result like others. The tables are written after epochs, about each second, and at the end
 * with the plots; each file is whole at any time.
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
  const { folder, command, seeds = 1, halving, logEvery = 100, reporter = {}, signal } = options;
  const wanted = options.runs ?? runsOf(study, { seeds });
  const all = options.data ?? await openDataset(wanted[0].configuration.dataset);
  const runs = wanted.map(({ name, configuration }) => ({
    ...{ name, configuration: { ...configuration, dataset: all.name } },
  }));
  const data = study.search ? holdOut(all) : all;
  const plan: StudyPlan = { study, runs, seeds, halving, data, share: shareOf(runs, halving), folder };
  const results = folder === undefined ? undefined : await ResultFolder.open(
    folder,
    configurationJson({ command, plan, logEvery, all }),
  );

  reporter.studyBegins?.(plan);
  /** Records of runs that are over, and of those that wait for the next rung. */
  const records: RunRecord[] = [];
  const watching: PerformOptions = {
    ...{ logEvery, signal, watch: study.watch },
    onStep: (record, step) => reporter.step?.(record, step),
    onEpoch: async (record, epoch) => {
      reporter.epoch?.(record, epoch);
      const others = records.filter(({ run }) => run.name !== record.run.name);
      await results?.saveNowAndThen(plan, [...others, record]);
    },
  };
  const performAll = async (runs: readonly Run[], data: StudyData) => {
    for (const run of runs) {
      if (signal?.aborted) return;
      const record = await perform(run, data, watching);
      records.push(record);
      reporter.runEnds?.(record);
    }
  };
  const anything = () => records.some(({ status, epochs }) => status !== "interrupted" || epochs.length > 0);
  let complete = false;
  try {
    if (study.search) {
      const onChange = (changed: readonly RunRecord[]) => void records.splice(0, Infinity, ...changed);
      const onEnd = (record: RunRecord) => reporter.runEnds?.(record);
      await search(runs, data, { ...watching, halving, onChange, onEnd });
      const [best] = rank(study, records);
      const chosen = best?.status === "finished" && !signal?.aborted
        ? withSeeds({ name: "best", configuration: best.run.configuration }, seeds)
        : [];
      await performAll(chosen, all);
      complete = records.length === runs.length + seeds;
    } else {
      await performAll(runs, data);
      complete = records.length === runs.length;
    }
  } finally {
    if (anything()) await results?.save(plan, records);
  }

  const interrupted = signal?.aborted === true &&
    (!complete || records.some(({ status }) => status === "interrupted"));
  const measured = { ...plan, records, conclusion: [], files: [], interrupted };
  if (!anything()) return measured;
  const found = await findings(measured);
  if (!results) return { ...measured, conclusion: found.conclusion };
  const { plots } = await import("./plot.ts");
  const conclusion = found.conclusion.map((line) => line + "\n").join("");
  await results.add({ ...found.files, "conclusion.txt": conclusion, ...await plots(measured) });
  return { ...measured, conclusion: found.conclusion, files: results.files };
}

function shareOf(runs: readonly Run[], halving: Halving | undefined): number {
  return halving ? halvingShare(runs[0].configuration.epochs, runs.length, halving) : 1;
}
