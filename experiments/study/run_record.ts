/** What a run leaves behind: plain data, which everything else is made of.
 * @module
 */
import type { Run } from "./run_names.ts";
import type { EpochHistograms, RunInspection } from "./inspection.ts";

/** What was measured in one step, before the parameters changed. */
export interface StepMeasures {
  readonly type: "step";
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The step within the run, from 1: it goes on counting from epoch to epoch. */
  readonly iteration: number;
  readonly images: number;
  readonly loss: number;
  /** The fraction of the batch that was right. */
  readonly accuracy: number;
}

/** Steps in order: a list, or what takes less memory, see `step_log.ts`. */
export interface Steps extends Iterable<StepMeasures> {
  readonly length: number;
  at(index: number): StepMeasures | undefined;
}

export interface EpochMeasures {
  readonly type: "epoch";
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The mean over the epoch's batches, each measured before its step, while the parameters were changing. */
  readonly trainLoss: number;
  /** The fraction of the training images that were right, likewise. */
  readonly trainAccuracy: number;
  /** The mean loss over the images that are not learned from: the test set, or those held out for the trials of a search. */
  readonly heldOutLoss: number;
  /** The fraction of the same images that was right after the epoch. */
  readonly heldOutAccuracy: number;
  /** The same of images that are neither learned from nor tested on, where they say when to end. */
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  /**
   * The seconds that the epoch's steps took; evaluation, and whatever else goes on between steps, is not in it. Undefined where times are
   * left out.
   */
  readonly seconds?: number;
}

/** The measures of an epoch that has just been trained. */
export interface TimedEpoch extends EpochMeasures {
  readonly seconds: number;
}

/** The seconds of all steps; undefined where times are left out. */
export function trainSeconds({ epochs }: Pick<RunRecord, "epochs">): number | undefined {
  return epochs.reduce<number | undefined>(
    (sum, { seconds }) => sum === undefined || seconds === undefined ? undefined : sum + seconds,
    0,
  );
}

/** The same record without how long anything took: what is left is the same each time. */
export function withoutTimes(record: RunRecord): RunRecord {
  return { ...record, epochs: record.epochs.map(({ seconds: _, ...epoch }) => epoch) };
}

/** A place of a network where a number is not finite. */
export interface Place {
  /** `linear 1`, `selu 1`, `linear 2` … or `loss`. */
  readonly layer: string;
  /** `output`, `weight`, `gradient of weight` … or `loss`. */
  readonly what: string;
}

/** Where a run diverged: the step that made the first number that is not finite, and the place in the network. */
export interface Divergence extends Place {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The step within the run, from 1. */
  readonly iteration: number;
}

/** What a linear layer put out for one batch. */
export interface LayerMeasures {
  /** `linear 1` and so on; the last one's output are the logits. */
  readonly layer: string;
  /** The mean of the absolute values. */
  readonly mean: number;
  /** The largest absolute value. */
  readonly maximum: number;
  readonly lowest: number;
  readonly highest: number;
  /** The largest difference between two values of one row. */
  readonly rowRange: number;
}

export interface WatchedStep {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The step within the run, from 1. */
  readonly iteration: number;
  /** The norm of all gradients together, before clipping; undefined if the step did not get there. */
  readonly gradientNorm?: number;
  /** The outputs of the linear layers, in order. */
  readonly layers: readonly LayerMeasures[];
}

/** What trained a run: where it differs, the last digits of the numbers may. */
export interface Origin {
  /** The version of Deno; absent where it was a browser. */
  readonly deno?: string;
  /** Its name, where known, and its kind; or the browser. */
  readonly processor: string;
  /** How float32 is rounded: `relaxed` once for a multiplication and an addition, as native kernels do, too; `strict` twice. */
  readonly kernels: "relaxed" | "strict";
}

export interface RunRecord {
  readonly run: Run;
  readonly parameters: number;
  readonly epochs: readonly EpochMeasures[];
  /** The steps that were recorded. */
  readonly steps: Steps;
  /** What was seen inside the network, if it was watched. */
  readonly watched?: readonly WatchedStep[];
  /** How numbers were spread inside the network after some of the epochs, if it was looked into. */
  readonly histograms?: readonly EpochHistograms[];
  /** What there is to see in the network that it ended with, likewise. */
  readonly inspection?: RunInspection;
  /**
   * How the run ended (`stopped` as hopeless by a search, `failed` because it could not be done at all), or that it was
   * interrupted, or is still going on.
   */
  readonly status: "finished" | "diverged" | "stopped" | "failed" | "interrupted" | "running";
  /** Where a number was first not finite, if that happened. */
  readonly divergedAt?: Divergence;
  readonly error?: string;
  /** What trained it, one after the other where it went on elsewhere; undefined in what earlier versions left. */
  readonly origins?: readonly Origin[];
  /** How many rungs of a search it reached. */
  readonly rung?: number;
}

export function hasEnded({ status }: Pick<RunRecord, "status">): boolean {
  return status === "finished" || status === "diverged" || status === "stopped";
}
