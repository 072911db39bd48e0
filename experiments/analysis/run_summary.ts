import { max } from "../study/extent.ts";
import type { EpochMeasures, RunRecord } from "../study/run_record.ts";

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
  readonly trainSeconds: number;
}

export function summarize({ epochs }: Pick<RunRecord, "epochs">): RunSummary {
  const mean = (measure: (epoch: EpochMeasures) => number) =>
    epochs.reduce((sum, epoch) => sum + measure(epoch), 0) / epochs.length;
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
      seconds: mean(({ seconds }) => seconds),
    },
    best: !whole ? undefined : max(epochs, ({ heldOutAccuracy }) => heldOutAccuracy),
    epochsTo95: first(0.95),
    epochsTo97: first(0.97),
    trainSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
