/** Tables of what some studies measure besides their runs.
 * @module
 */
import type { FunctionMeasures, SoftmaxMeasures } from "../study/extra_measures.ts";
import type { RunRecord } from "../study/run_record.ts";
import { METRIC } from "./comparisons.ts";
import { type Columns, csv } from "./csv.ts";
import { summarizeVariants, type VariantSummary } from "./summary.ts";

const SOFTMAX_COLUMNS: Columns<SoftmaxMeasures> = {
  method: ({ method }) => method,
  shift: ({ shift }) => shift,
  largest_logit: ({ largestLogit }) => largestLogit,
  smallest_logit: ({ smallestLogit }) => smallestLogit,
  sum: ({ sum }) => sum,
  largest_probability: ({ largest }) => largest,
  maximum_error: ({ maximumError }) => maximumError,
  status: ({ status }) => status,
};

/** `softmax.csv`: a row for each shift of the logits and method. */
export function softmaxCsv(measures: readonly SoftmaxMeasures[]): string {
  return csv(SOFTMAX_COLUMNS, measures);
}

/** What the runs are called that were trained with a way to the exponential in a place. */
function variantName({ place, exponential }: FunctionMeasures): string {
  return `${place} ${exponential}`;
}

const FUNCTION_COLUMNS: Columns<FunctionMeasures & { readonly trained: VariantSummary | undefined }> = {
  place: ({ place }) => place,
  exponential: ({ exponential }) => exponential,
  low: ({ low }) => low,
  high: ({ high }) => high,
  maximum_error: ({ maximumError }) => maximumError,
  forward_ns: ({ forwardNs }) => forwardNs,
  backward_ns: ({ backwardNs }) => backwardNs,
  variant: variantName,
  test_accuracy_final: ({ trained }) => trained?.figures[METRIC]?.mean,
  seconds_per_epoch: ({ trained }) => trained?.figures.seconds_per_epoch?.mean,
  status: ({ trained }) => trained && (trained.diverged > 0 ? "diverged" : "finished"),
};

/** `functions.csv`: a row for each way to the exponential in each place. */
export function functionsCsv(measures: readonly FunctionMeasures[], records: readonly RunRecord[]): string {
  const variants = new Map(summarizeVariants(records).map((summary) => [summary.variant, summary]));
  return csv(FUNCTION_COLUMNS, measures.map((way) => ({ ...way, trained: variants.get(variantName(way)) })));
}
