/** What the main thread and the workers that train tell each other.
 * @module
 */
import type { WatchedStep } from "../../training/probe.ts";
import type { RunRecord } from "../../analysis/results.ts";
import type { EpochMeasures, StepMeasures } from "../../training/train.ts";
import type { Task, TrainerOptions } from "./trainer.ts";

/** How workers are set up. */
export interface WorkerOptions extends TrainerOptions {
  /** How many threads share the work of each run. */
  readonly threads: number;
  /** The BLAS library to use, or `auto`; none unless given. */
  readonly blas?: string;
}

/** To a worker. */
export type Order =
  | { readonly type: "start"; readonly options: WorkerOptions }
  | { readonly type: "train" } & Pick<Task, "run" | "heldOut" | "until" | "checkpoint">
  | { readonly type: "interrupt" }
  | { readonly type: "stop" };

/** What a record has gained since the last report. */
export interface Gain {
  readonly parameters: number;
  readonly epochs: readonly EpochMeasures[];
  readonly steps: readonly StepMeasures[];
  readonly watched: readonly WatchedStep[];
}

/** From a worker. */
export type Report =
  | { readonly type: "ready" | "stopped" }
  | { readonly type: "step"; readonly step: StepMeasures }
  | { readonly type: "epoch"; readonly gain: Gain; readonly epoch: EpochMeasures }
  | { readonly type: "checkpoint"; readonly gain: Gain; readonly checkpoint: Uint8Array<ArrayBuffer> }
  | {
    readonly type: "end";
    readonly gain: Gain;
    readonly status: RunRecord["status"];
    readonly divergedAt?: RunRecord["divergedAt"];
    readonly error?: string;
    readonly checkpoint?: Uint8Array<ArrayBuffer>;
    readonly model?: Uint8Array<ArrayBuffer>;
  };
