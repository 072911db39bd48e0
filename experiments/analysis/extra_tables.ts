/** Tables of what some studies measure besides their runs.
 * @module
 */
import type { FunctionMeasures, SoftmaxMeasures } from "../study/extra_measures.ts";
import type { RunRecord } from "../study/run_record.ts";
import { METRIC } from "./comparisons.ts";
import { csv } from "./csv.ts";
import { summarizeVariants } from "./summary.ts";

/** The columns of `softmax.csv`, one row for each shift. */
export const SOFTMAX_COLUMNS =
  "method,shift,largest_logit,smallest_logit,sum,largest_probability,maximum_error,status".split(",");

/** `softmax.csv`. */
export function softmaxCsv(measures: readonly SoftmaxMeasures[]): string {
  return csv(
    SOFTMAX_COLUMNS,
    measures.map((m) => [
      m.method,
      m.shift,
      m.largestLogit,
      m.smallestLogit,
      m.sum,
      m.largest,
      m.maximumError,
      m.status,
    ]),
  );
}

/** The columns of `functions.csv`, one row for each way to the exponential in each place. */
export const FUNCTION_COLUMNS =
  ("place,exponential,low,high,maximum_error,forward_ns,backward_ns,variant,test_accuracy_final,seconds_per_epoch," +
    "status").split(",");

/** `functions.csv`. The variants that were trained with a way are called after place and way. */
export function functionsCsv(measures: readonly FunctionMeasures[], records: readonly RunRecord[]): string {
  const variants = new Map(summarizeVariants(records).map((summary) => [summary.variant, summary]));
  return csv(
    FUNCTION_COLUMNS,
    measures.map(({ place, exponential, low, high, maximumError, forwardNs, backwardNs }) => {
      const name = `${place} ${exponential}`, variant = variants.get(name);
      return [
        place,
        exponential,
        low,
        high,
        maximumError,
        forwardNs,
        backwardNs,
        name,
        variant?.figures[METRIC]?.mean,
        variant?.figures.seconds_per_epoch?.mean,
        variant && (variant.diverged > 0 ? "diverged" : "finished"),
      ];
    }),
  );
}
