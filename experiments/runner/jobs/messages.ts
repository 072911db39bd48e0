/** What the main thread and the workers that train tell each other.
 * @module
 */
import type { RunRecord, StepMeasures } from "../../study/run_record.ts";
import type { Task, Trained, TrainerOptions } from "./trainer.ts";

export type Order =
  | { readonly type: "start"; readonly options: TrainerOptions }
  | { readonly type: "train" } & Pick<Task, "run" | "heldOut" | "until" | "checkpoint"> & {
    readonly steps: StepNumbers;
  }
  | { readonly type: "interrupt" }
  | { readonly type: "stop" };

/** Steps as a {@linkcode StepLog} has them. */
export type StepNumbers = readonly Float64Array[];

/** What a record has gained since the last report. */
export interface Gain
  extends
    Required<Pick<RunRecord, "parameters" | "epochs" | "watched" | "origins">>,
    Pick<RunRecord, "histograms"> {
  readonly steps: StepNumbers;
}

export type Report =
  | { readonly type: "ready" | "stopped" }
  | { readonly type: "step"; readonly step: StepMeasures }
  | { readonly type: "epoch"; readonly gain: Gain }
  | { readonly type: "checkpoint"; readonly gain: Gain; readonly checkpoint: Uint8Array<ArrayBuffer> }
  | { readonly type: "end"; readonly gain: Gain }
    & Pick<RunRecord, "status" | "divergedAt" | "inspection" | "error">
    & Omit<Trained, "record">;
