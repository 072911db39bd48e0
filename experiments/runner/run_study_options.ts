import type { StartState } from "../storage/start_state.ts";
import type { Reporter } from "../study/reporter.ts";
import type { Shard } from "../study/shard.ts";
import type { StudyData } from "../study/study_data.ts";
import type { AskedStudy } from "../study/study_record.ts";
import type { TrainingOptions } from "../study/training_options.ts";

export interface RunStudyOptions extends Partial<Omit<AskedStudy, "study">>, Partial<TrainingOptions> {
  /** The images: those that the first run names, unless given. */
  readonly data?: StudyData;
  /** The folder to write results to; none unless given. What it has of the runs from earlier is not trained again. */
  readonly folder?: string;
  readonly command?: string;
  /** Where the only run begins: its own beginning unless given. */
  readonly from?: StartState;
  /** How many runs to train side by side, in workers if more than 1: 1. */
  readonly jobs?: number;
  /** Trains a part of the runs, and leaves tables and plots to {@linkcode mergeStudy}. */
  readonly shard?: Shard;
  /** Whether to forget what the folder has of the runs. */
  readonly fresh?: boolean;
  /** Whether runs also leave files that TensorBoard reads. */
  readonly tensorboard?: boolean;
  readonly reporter?: Reporter;
  /** Ends the study after the current step when aborted. What is complete is written and returned. */
  readonly signal?: AbortSignal;
}
