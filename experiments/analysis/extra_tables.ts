import { settingText } from "../study/run_names.ts";
import type {
  FunctionMeasures,
  ShareMeasures,
  SoftmaxMeasures,
  TimingMeasures,
} from "../study/extra_measures.ts";
import { isBest, type Study } from "../study/study.ts";
import { meanStd } from "./statistics.ts";
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

/** A share of the time beside what it brings. */
export interface CostAndGain extends ShareMeasures {
  /** The mean test accuracy of the best settings with it, over all it was combined with. */
  readonly accuracy: number | undefined;
}

/** What each activation and loss costs, beside the accuracy with it. */
export function costsAndGains(
  shares: readonly ShareMeasures[],
  study: Study,
  records: readonly RunRecord[],
): CostAndGain[] {
  const best = summarizeVariants(records.filter(({ run }) => isBest(study, run.name)));
  return shares.map((share) => {
    const own = best.filter(({ records: [{ run }] }) =>
      settingText(share.kind, run.configuration) === share.name
    );
    const accuracies = own.flatMap(({ figures }) => figures[METRIC]?.mean ?? []);
    return { ...share, accuracy: meanStd(accuracies)?.mean };
  });
}

/** `shares.csv`: a row for each activation and loss. */
export function sharesCsv(rows: readonly CostAndGain[]): string {
  return csv({
    ...members<CostAndGain>("kind", "name", "forwardNs", "backwardNs", "share"),
    test_accuracy_final: ({ accuracy }) => accuracy,
  }, rows);
}

/** `timings.csv`: a row for each activation and loss, pass, size and kind of kernels. */
export function timingsCsv(timings: readonly TimingMeasures[]): string {
  return csv(
    members<TimingMeasures>("kind", "name", "pass", "size", "kernels", "ns", "nsLeast", "nsP75", "nsP99"),
    timings,
  );
}
