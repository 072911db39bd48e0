/** Means and how far single runs are from them.
 * @module
 */
import { numberIn, type Row } from "../storage/read_csv.ts";

/** A figure of a variant: of one run, or the mean of several. */
export interface Measure {
  /** The mean. */
  readonly mean: number;
  /** The sample standard deviation; undefined for a single run. */
  readonly std?: number;
  /** Of how many runs. */
  readonly count: number;
}

/** The figures of `runs.csv` and `summary.csv` that the report uses. */
export const METRICS = [
  ...[
    "test_accuracy_final",
    "test_accuracy_average",
    "test_accuracy_best",
    "test_loss_final",
    "test_loss_average",
  ],
  ...["train_accuracy_final", "train_accuracy_average", "train_loss_final", "train_loss_average", "gap"],
  ...["epochs_to_95", "epochs_to_97", "train_seconds", "seconds_per_epoch"],
] as const;

/** A name from {@linkcode METRICS}. */
export type Metric = typeof METRICS[number] | string;

/** The figures of a variant that there are. */
export type Measures = Readonly<Record<Metric, Measure | undefined>>;

/**
 * The mean of numbers and their sample standard deviation; undefined if there are none.
 *
 * @example
 * ```ts
 * import { measure } from "./measures.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(measure([1, 3]), { mean: 2, std: Math.SQRT2, count: 2 });
 * assertEquals(measure([5]), { mean: 5, std: undefined, count: 1 });
 * ```
 */
export function measure(values: readonly number[]): Measure | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: count > 1 ? Math.sqrt(squares / (count - 1)) : undefined, count };
}

/** The figures of several runs together, from their rows of `runs.csv`. */
export function measuresOf(rows: readonly Row[]): Measures {
  const completed = rows.filter(({ status }) => status !== "diverged").map(withDerived);
  const of = (metric: string) =>
    measure(completed.map((row) => numberIn(row[metric])).filter((n) => n !== undefined));
  return Object.fromEntries(METRICS.map((metric) => [metric, of(metric)]));
}

/** The figures of a variant, from its row of `summary.csv`. */
export function measuresIn(row: Row): Measures {
  const runs = (numberIn(row.seeds) ?? 1) - (numberIn(row.diverged) ?? 0);
  const of = (metric: string): Measure | undefined => {
    const mean = numberIn(row[`${metric}_mean`]), count = numberIn(row[`${metric}_reached`]) ?? runs;
    return mean === undefined ? undefined : { mean, std: numberIn(row[`${metric}_std`]), count };
  };
  return Object.fromEntries(METRICS.map((metric) => [metric, of(metric)]));
}

/** A row of `runs.csv` with what follows from it. */
function withDerived(row: Row): Row {
  const [train, test] = [numberIn(row.train_accuracy_final), numberIn(row.test_accuracy_final)];
  const [seconds, epochs] = [numberIn(row.train_seconds), numberIn(row.epochs)];
  const derived: Record<string, string> = {};
  if (train !== undefined && test !== undefined) derived.gap = String(train - test);
  if (seconds !== undefined && epochs) derived.seconds_per_epoch = String(seconds / epochs);
  return { ...derived, ...row };
}
