/** Variants: what their runs with different seeds say together.
 * @module
 */
import { variantOf } from "../study/run_names.ts";
import { type Columns, csv } from "./csv.ts";
import { type RunSummary, summarize } from "./run_summary.ts";
import { type MeanStd, meanStd } from "./statistics.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";

/** The figures of a run that are summed up over seeds, by the names of their columns. */
const FIGURES = {
  test_accuracy_final: ({ final }) => final?.heldOutAccuracy,
  test_accuracy_average: ({ average }) => average?.heldOutAccuracy,
  test_accuracy_best: ({ best }) => best,
  test_loss_final: ({ final }) => final?.heldOutLoss,
  test_loss_average: ({ average }) => average?.heldOutLoss,
  train_accuracy_final: ({ final }) => final?.trainAccuracy,
  train_accuracy_average: ({ average }) => average?.trainAccuracy,
  train_loss_final: ({ final }) => final?.trainLoss,
  train_loss_average: ({ average }) => average?.trainLoss,
  gap: ({ final }) => final && final.trainAccuracy - final.heldOutAccuracy,
  epochs_to_95: ({ epochsTo95 }) => epochsTo95,
  epochs_to_97: ({ epochsTo97 }) => epochsTo97,
  train_seconds: ({ final, trainSeconds }) => final && trainSeconds,
  seconds_per_epoch: ({ average }) => average?.seconds,
} satisfies Record<string, (summary: RunSummary) => number | undefined>;

/** The name of a figure: of its column in `summary.csv`, without `_mean`. */
export type Figure = keyof typeof FIGURES;

const NAMES = Object.keys(FIGURES) as Figure[];

export interface VariantSummary {
  readonly variant: string;
  /** Its runs that ended by themselves. */
  readonly records: readonly RunRecord[];
  readonly diverged: number;
  /** The figures of each run that did not diverge. */
  readonly values: Readonly<Record<Figure, readonly number[]>>;
  /** Their means and standard deviations, where there are any. */
  readonly figures: Readonly<Record<Figure, MeanStd | undefined>>;
}

/** The variants in the order of their runs. Only runs that ended count, and of those that diverged only their number. */
export function summarizeVariants(records: readonly RunRecord[]): VariantSummary[] {
  const groups = Map.groupBy(records.filter(hasEnded), ({ run }) => variantOf(run));
  return [...groups].map(([variant, records]) => {
    const own = records.filter(({ status }) => status !== "diverged").map(summarize);
    const values = {} as Record<Figure, number[]>, figures = {} as Record<Figure, MeanStd | undefined>;
    for (const figure of NAMES) {
      values[figure] = own.flatMap((summary) => FIGURES[figure](summary) ?? []);
      figures[figure] = meanStd(values[figure]);
    }
    return { variant, records, diverged: records.length - own.length, values, figures };
  });
}

const SUMMARY_COLUMNS: Columns<VariantSummary> = {
  variant: ({ variant }) => variant,
  seeds: ({ records }) => records.length,
  diverged: ({ diverged }) => diverged,
  parameters: ({ records }) => records[0].parameters,
  ...Object.assign({}, ...NAMES.map(columnsOf)),
};

/** The mean and the standard deviation of a figure; of how many epochs something takes, how many runs came there. */
function columnsOf(figure: Figure): Columns<VariantSummary> {
  return {
    [`${figure}_mean`]: ({ figures }) => figures[figure]?.mean,
    [`${figure}_std`]: ({ figures }) => figures[figure]?.std,
    ...(figure.startsWith("epochs_to") && {
      [`${figure}_reached`]: ({ figures }: VariantSummary) => figures[figure]?.count ?? 0,
    }),
  };
}

/** `summary.csv`: a row for each variant. */
export function summaryCsv(variants: readonly VariantSummary[]): string {
  return csv(SUMMARY_COLUMNS, variants);
}
