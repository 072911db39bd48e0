import { max } from "../study/extent.ts";
import { type EpochMeasures, type RunRecord, trainSeconds } from "../study/run_record.ts";

/** The sums of a run. What takes all its epochs is undefined if there was none, or some could not be read back. */
export interface RunSummary {
  readonly final: EpochMeasures | undefined;
  readonly average: Omit<EpochMeasures, "type" | "epoch"> | undefined;
  /** The largest held-out accuracy of any epoch. */
  readonly best: number | undefined;
  /** The first epoch with a held-out accuracy of at least 0.95. */
  readonly epochsTo95: number | undefined;
  /** The same of 0.97. */
  readonly epochsTo97: number | undefined;
  /** Undefined where times are left out. */
  readonly trainSeconds: number | undefined;
}

export function summarize({ epochs }: Pick<RunRecord, "epochs">): RunSummary {
  const mean = (measure: (epoch: EpochMeasures) => number) =>
    epochs.reduce((sum, epoch) => sum + measure(epoch), 0) / epochs.length;
  const seconds = trainSeconds({ epochs });
  const whole = epochs.length > 0 && epochs.length === epochs.at(-1)!.epoch;
  const first = (accuracy: number) =>
    whole ? epochs.find(({ heldOutAccuracy }) => heldOutAccuracy >= accuracy)?.epoch : undefined;
  return {
    final: epochs.at(-1),
    average: !whole ? undefined : {
      trainLoss: mean(({ trainLoss }) => trainLoss),
      trainAccuracy: mean(({ trainAccuracy }) => trainAccuracy),
      heldOutLoss: mean(({ heldOutLoss }) => heldOutLoss),
      heldOutAccuracy: mean(({ heldOutAccuracy }) => heldOutAccuracy),
      seconds: seconds === undefined ? undefined : seconds / epochs.length,
    },
    best: !whole ? undefined : max(epochs, ({ heldOutAccuracy }) => heldOutAccuracy),
    epochsTo95: first(0.95),
    epochsTo97: first(0.97),
    trainSeconds: seconds,
  };
}
