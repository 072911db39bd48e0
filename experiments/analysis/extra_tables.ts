import type { FunctionMeasures, SoftmaxMeasures } from "../study/extra_measures.ts";
import type { RunRecord } from "../study/run_record.ts";
import { METRIC } from "./comparisons.ts";
import { csv, members } from "./csv.ts";
import { summarizeVariants } from "./summary.ts";

/** `softmax.csv`: a row for each shift of the logits and method. */
export function softmaxCsv(measures: readonly SoftmaxMeasures[]): string {
  return csv({
    ...members<SoftmaxMeasures>("method", "shift", "largestLogit", "smallestLogit", "sum"),
    largest_probability: ({ largest }) => largest,
    ...members<SoftmaxMeasures>("maximumError", "status"),
  }, measures);
}

/** `functions.csv`: a row for each way to the exponential in each place. */
export function functionsCsv(measures: readonly FunctionMeasures[], records: readonly RunRecord[]): string {
  const variants = new Map(summarizeVariants(records).map((summary) => [summary.variant, summary]));
  const rows = measures.map((way) => {
    const variant = `${way.place} ${way.exponential}`;
    return { ...way, variant, trained: variants.get(variant) };
  });
  return csv<typeof rows[number]>({
    ...members("place", "exponential", "low", "high", "maximumError", "forwardNs", "backwardNs", "variant"),
    test_accuracy_final: ({ trained }) => trained?.figures[METRIC]?.mean,
    seconds_per_epoch: ({ trained }) => trained?.figures.seconds_per_epoch?.mean,
    status: ({ trained }) => trained && (trained.diverged > 0 ? "diverged" : "finished"),
  }, rows);
}
