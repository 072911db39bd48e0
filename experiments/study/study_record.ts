/** What a study consists of, and what it leaves behind.
 * @module
 */
import type { Run } from "./run_names.ts";
import type { Halving } from "./halving.ts";
import type { Results } from "./results.ts";
import type { RunRecord } from "./run_record.ts";
import type { Shard } from "./shard.ts";
import type { DatasetFacts } from "./study_data.ts";
import type { Study } from "./study.ts";

export interface AskedStudy {
  readonly study: Study;
  readonly runs: readonly Run[];
  /** How many seeds each variant, or the best of a search, is run with. */
  readonly seeds: number;
  /** How a search stops hopeless trials early; undefined for not at all. */
  readonly halving?: Halving;
  /** Steps from one that is recorded to the next, where the study has its own. */
  readonly logEvery?: number;
  /** Why a search has these trials, in words. */
  readonly chosen?: string;
  /** Whether what is written says how many seconds training took: it does unless this is false. */
  readonly times?: boolean;
  /** How many runs are trained side by side, where that is known: the seconds of several are not those of one. */
  readonly jobs?: number;
}

/** What a study has left behind: all that its tables, sentences, charts and pages are made of. */
export interface StudyRecord extends AskedStudy, Results {}

export interface StudyPlan extends AskedStudy {
  /** What it is run on. */
  readonly data: DatasetFacts;
  readonly source: string;
  /** The share of the epochs of all runs that will be trained: less than 1 if hopeless trials are stopped. */
  readonly share: number;
  /** Where results go; undefined for nowhere. */
  readonly folder: string | undefined;
  readonly jobs: number;
  /** The part of the runs that is trained here; undefined for all. */
  readonly shard: Shard | undefined;
  /** What earlier invocations have left of the runs, by their names. */
  readonly earlier: ReadonlyMap<string, RunRecord>;
  /** The results of others that lie in the folder, and in whose place these come: the command that they are of. */
  readonly replaces?: { readonly command: string | undefined };
}

export interface StudyResult extends StudyPlan, StudyRecord {
  readonly jobs: number;
  readonly conclusion: readonly string[];
  readonly files: readonly string[];
  /** Whether it was ended before its time. */
  readonly interrupted: boolean;
  /** The names of the runs that are not finished and not trained here. */
  readonly elsewhere: readonly string[];
}
