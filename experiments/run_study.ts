/** The runner that all studies share.
 * @module
 */
import type { Run } from "./configuration.ts";
import { configurationJson } from "./configuration_file.ts";
import { openDataset, type StudyData } from "./dataset.ts";
import { perform } from "./perform.ts";
import { RESULT_FILES, ResultFolder } from "./result_folder.ts";
import type { RunRecord } from "./results.ts";
import { runsOf, type Study } from "./study.ts";
import type { EpochMeasures, StepMeasures } from "./train.ts";

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
export interface StudyPlan {
  /** The study. */
  readonly study: Study;
  /** Its runs, in order. */
  readonly runs: readonly Run[];
  /** The images. */
  readonly data: StudyData;
  /** Where results go; undefined for nowhere. */
  readonly folder: string | undefined;
}

/** How a study is run. */
export interface RunStudyOptions {
  /** Its runs: those of `runsOf(study)` unless given. */
  readonly runs?: readonly Run[];
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
  /** A record of each run that began. */
  readonly records: readonly RunRecord[];
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
  const { folder, command, logEvery = 100, reporter = {}, signal } = options;
  const wanted = options.runs ?? runsOf(study);
  const data = options.data ?? await openDataset(wanted[0].configuration.dataset);
  const runs = wanted.map(({ name, configuration }) => ({
    ...{ name, configuration: { ...configuration, dataset: data.name } },
  }));
  const plan: StudyPlan = { study, runs, data, folder };
  const results = folder === undefined ? undefined : await ResultFolder.open(
    folder,
    configurationJson({ command, study: study.name, runs, logEvery, data }),
  );

  reporter.studyBegins?.(plan);
  const records: RunRecord[] = [];
  const anything = () => records.some(({ status, epochs }) => status !== "interrupted" || epochs.length > 0);
  try {
    for (const run of runs) {
      if (signal?.aborted) break;
      const record = await perform(run, data, {
        logEvery,
        signal,
        onStep: (record, step) => reporter.step?.(record, step),
        onEpoch: async (record, epoch) => {
          reporter.epoch?.(record, epoch);
          await results?.saveNowAndThen([...records, record]);
        },
      });
      records.push(record);
      reporter.runEnds?.(record);
    }
  } finally {
    if (anything()) await results?.save(records);
  }

  const interrupted = records.length < runs.length || records.some(({ status }) => status === "interrupted");
  let files: string[] = [];
  if (results && anything()) {
    const { plots } = await import("./plot.ts");
    await results.savePlots(await plots({ ...plan, records }));
    files = RESULT_FILES.map((name) => `${results.path}/${name}`);
  }
  return { ...plan, records, files, interrupted };
}
