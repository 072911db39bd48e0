/** Who trains: this thread, or workers.
 * @module
 */
import { ResumableRun, type ResumableRunOptions } from "../../training/resumable_run.ts";
import { SeenImages } from "../hold_out.ts";
import { encodeModel } from "../../storage/model_file.ts";
import type { IdentifiedRun } from "../../storage/run_identity.ts";
import type { StoredRun } from "../../storage/run_store.ts";
import type { TrainingOptions } from "../../study/training_options.ts";
import type { StudyData } from "../../study/study_data.ts";
import type { RunRecord, Steps } from "../../study/run_record.ts";

export interface TrainerOptions extends TrainingOptions {
  readonly data: StudyData;
  readonly watch: boolean;
  /** Whether it is recorded what networks have learned; of the trials of a search it never is, for they are many. */
  readonly inspect: boolean;
}

export interface Trained extends StoredRun {
  /** The trained parameters, if they are wanted and the run is finished: see {@linkcode encodeModel}. */
  readonly model?: Uint8Array<ArrayBuffer>;
}

export interface Task extends Pick<ResumableRunOptions, "onStep" | "onEpoch" | "signal"> {
  readonly run: IdentifiedRun;
  /** Whether the last sixth of the training images takes the place of the test set, as in the trials of a search. */
  readonly heldOut: boolean;
  readonly until: number;
  readonly checkpoint?: Uint8Array<ArrayBuffer>;
  /** The steps that were recorded until the checkpoint. */
  readonly steps?: Steps;
  /** Given checkpoints, and waited for; none are made unless it is there. */
  readonly onCheckpoint?: (stored: Required<StoredRun>) => void | Promise<void>;
}

/** Trains runs, several at a time if it can. */
export interface Trainer {
  readonly jobs: number;
  /** Trains a run. What is wrong with the run itself is in the record: `failed`. */
  train(task: Task): Promise<Trained>;
  /** Ends its workers, if it has any. */
  close(): Promise<void>;
}

/** A trainer that does the work itself, one run at a time. */
export function inThisThread({ data, ...options }: TrainerOptions): Trainer {
  const images = new SeenImages(data);
  return {
    jobs: 1,
    train: (task) => train(task, images.of(task.run.configuration, task.heldOut), options),
    close: async () => {},
  };
}

async function train(
  { run, until, checkpoint, steps, heldOut, onCheckpoint, ...watching }: Task,
  data: StudyData,
  options: Omit<TrainerOptions, "data">,
): Promise<Trained> {
  let record: RunRecord = { run, parameters: 0, epochs: [], steps: [], status: "running" };
  let output: unknown;
  /** What watches may fail, and it is no fault of the run. */
  const guard = <A extends unknown[]>(watch: ((...args: A) => void | Promise<void>) | undefined) =>
    watch && (async (...args: A) => {
      try {
        await watch(...args);
      } catch (error) {
        throw output = error;
      }
    });
  try {
    const performance = new ResumableRun(run, data, {
      ...options,
      ...watching,
      inspect: options.inspect && !heldOut,
      onEpoch: guard(watching.onEpoch),
      onCheckpoint: guard(onCheckpoint && ((record, checkpoint) => onCheckpoint({ record, checkpoint }))),
    });
    record = performance.record;
    if (checkpoint) await performance.resume(checkpoint, steps);
    record = await performance.continue(until);
    if (record.status === "diverged") return { record };
    if (record.status !== "finished") return { record, checkpoint: await performance.checkpoint() };
    // Trials of a search are many: what could go on to more epochs would fill the disk, unless their networks are to do so.
    const kept = !heldOut || options.saveModels;
    const end = kept ? { checkpoint: await performance.checkpoint() } : {};
    const model = options.saveModels ? { model: encodeModel(performance.end(), run, data) } : {};
    return { record, ...end, ...model };
  } catch (error) {
    if (output !== undefined) throw output;
    const message = error instanceof Error ? error.message : String(error);
    return { record: { ...record, status: "failed", error: message } };
  }
}
