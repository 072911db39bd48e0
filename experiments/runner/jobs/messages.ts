/** What the main thread and the workers that train tell each other.
 * @module
 */
import type { Task, TrainerOptions } from "./trainer.ts";
import type { EpochMeasures, RunRecord, StepMeasures, WatchedStep } from "../../study/run_record.ts";

export type Order =
  | { readonly type: "start"; readonly options: TrainerOptions }
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
