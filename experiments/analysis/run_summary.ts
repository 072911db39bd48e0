/** The sums of a run.
 * @module
 */
import { max } from "../study/extent.ts";
import type { EpochMeasures, RunRecord } from "../study/run_record.ts";

/** The sums of a run. What takes a whole epoch is undefined if there was none. */
export interface RunSummary {
  /** The last complete epoch. */
  readonly final: EpochMeasures | undefined;
  /** The means over all epochs. */
  readonly average: Omit<EpochMeasures, "type" | "epoch"> | undefined;
  /** The largest held-out accuracy of any epoch. */
  readonly best: number | undefined;
  /** The first epoch with a held-out accuracy of at least 0.95. */
  readonly epochsTo95: number | undefined;
  /** The same of 0.97. */
  readonly epochsTo97: number | undefined;
  /** The seconds of all epochs together. */
  readonly trainSeconds: number;
}

/** Sums a run up. */
export function summarize({ epochs }: Pick<RunRecord, "epochs">): RunSummary {
  const mean = (measure: (epoch: EpochMeasures) => number) =>
    epochs.reduce((sum, epoch) => sum + measure(epoch), 0) / epochs.length;
  const first = (accuracy: number) =>
    epochs.find(({ heldOutAccuracy }) => heldOutAccuracy >= accuracy)?.epoch;
  return {
    final: epochs.at(-1),
    average: epochs.length === 0 ? undefined : {
      trainLoss: mean(({ trainLoss }) => trainLoss),
      trainAccuracy: mean(({ trainAccuracy }) => trainAccuracy),
      heldOutLoss: mean(({ heldOutLoss }) => heldOutLoss),
      heldOutAccuracy: mean(({ heldOutAccuracy }) => heldOutAccuracy),
      seconds: mean(({ seconds }) => seconds),
    },
    best: max(epochs, ({ heldOutAccuracy }) => heldOutAccuracy),
    epochsTo95: first(0.95),
    epochsTo97: first(0.97),
    trainSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
