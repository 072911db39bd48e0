/** Variants: what their runs with different seeds say together.
 * @module
 */
import { variantOf } from "../study/configuration.ts";
import { csv } from "./csv.ts";
import { summarize } from "./results.ts";
import { type MeanStd, meanStd } from "./statistics.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";

/** The figures of a run that are summed up over seeds, by the names of their columns. */
export const FIGURES = [
  ...["test_accuracy_final", "test_accuracy_average", "test_accuracy_best", "test_loss_final"] as const,
  ...["test_loss_average", "train_accuracy_final", "train_accuracy_average", "train_loss_final"] as const,
  ...["train_loss_average", "gap", "epochs_to_95", "epochs_to_97", "train_seconds"] as const,
  ...["seconds_per_epoch"] as const,
] as const;

/** A name from {@linkcode FIGURES}. */
export type Figure = typeof FIGURES[number];

/** All runs of a variant. */
export interface VariantSummary {
  /** Its name. */
  readonly variant: string;
  /** Its runs that ended by themselves. */
  readonly records: readonly RunRecord[];
  /** How many of them diverged. */
  readonly diverged: number;
  /** The figures of each run that did not diverge. */
  readonly values: Readonly<Record<Figure, readonly number[]>>;
  /** Their means and standard deviations, where there are any. */
  readonly figures: Readonly<Record<Figure, MeanStd | undefined>>;
}

/** The figures of one run. */
function figuresOf(record: RunRecord): Record<Figure, number | undefined> {
  const { final, average, best, epochsTo95, epochsTo97, trainSeconds } = summarize(record);
  return {
    test_accuracy_final: final?.heldOutAccuracy,
    test_accuracy_average: average?.heldOutAccuracy,
    test_accuracy_best: best,
    test_loss_final: final?.heldOutLoss,
    test_loss_average: average?.heldOutLoss,
    train_accuracy_final: final?.trainAccuracy,
    train_accuracy_average: average?.trainAccuracy,
    train_loss_final: final?.trainLoss,
    train_loss_average: average?.trainLoss,
    gap: final && final.trainAccuracy - final.heldOutAccuracy,
    epochs_to_95: epochsTo95,
    epochs_to_97: epochsTo97,
    train_seconds: final && trainSeconds,
    seconds_per_epoch: average?.seconds,
  };
}

/** The variants in the order of their runs. Only runs that ended count, and of those that diverged only their number. */
export function summarizeVariants(records: readonly RunRecord[]): VariantSummary[] {
  const groups = Map.groupBy(records.filter(hasEnded), ({ run }) => variantOf(run));
  return [...groups].map(([variant, records]) => {
    const own = records.filter(({ status }) => status !== "diverged").map(figuresOf);
    const values = {} as Record<Figure, number[]>, figures = {} as Record<Figure, MeanStd | undefined>;
    for (const figure of FIGURES) {
      values[figure] = own.flatMap((of) => of[figure] ?? []);
      figures[figure] = meanStd(values[figure]);
    }
    return { variant, records, diverged: records.length - own.length, values, figures };
  });
}

/** The columns of `summary.csv`, one row for each variant. */
export const SUMMARY_COLUMNS: readonly string[] = [
  ...["variant", "seeds", "diverged", "parameters"],
  ...FIGURES.flatMap((figure) => [
    ...[`${figure}_mean`, `${figure}_std`],
    ...(figure.startsWith("epochs_to") ? [`${figure}_reached`] : []),
  ]),
];

/** `summary.csv`. */
export function summaryCsv(variants: readonly VariantSummary[]): string {
  return csv(
    SUMMARY_COLUMNS,
    variants.map(({ variant, records, diverged, figures }) => [
      ...[variant, records.length, diverged, records[0].parameters],
      ...FIGURES.flatMap((figure) => [
        ...[figures[figure]?.mean, figures[figure]?.std],
        ...(figure.startsWith("epochs_to") ? [figures[figure]?.count ?? 0] : []),
      ]),
    ]),
  );
}
