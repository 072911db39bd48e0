/** What a study consists of, and what it leaves behind.
 * @module
 */
import type { Run } from "./configuration.ts";
import type { Halving } from "./halving.ts";
import type { Results } from "./results.ts";
import type { RunRecord } from "./run_record.ts";
import type { Shard } from "./shard.ts";
import type { DatasetFacts } from "./study_data.ts";
import type { Study } from "./study.ts";

/** What of a study is run. */
export interface AskedStudy {
  readonly study: Study;
  readonly runs: readonly Run[];
  /** How many seeds each variant, or the best of a search, is run with. */
  readonly seeds: number;
  /** How a search stops hopeless trials early; undefined for not at all. */
  readonly halving?: Halving;
}

/** What a study has left behind: all that its tables, sentences, charts and pages are made of. */
export interface StudyRecord extends AskedStudy, Results {}

/** What is about to be done. */
export interface StudyPlan extends AskedStudy {
  /** What it is run on. */
  readonly data: DatasetFacts;
  /** Where the images are from. */
  readonly source: string;
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

/** What became of a plan. */
export interface StudyResult extends StudyPlan, StudyRecord {
  /** What it found, in sentences. */
  readonly conclusion: readonly string[];
  /** The paths of the files that were written. */
  readonly files: readonly string[];
  /** Whether it was ended before its time. */
  readonly interrupted: boolean;
  /** The names of the runs that are not finished and not trained here. */
  readonly elsewhere: readonly string[];
}
