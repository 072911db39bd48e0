import { csv, members } from "./csv.ts";
import { holm, type TestResult, welch } from "./statistics.ts";
import type { VariantSummary } from "./summary.ts";

export const METRIC = "test_accuracy_final";

/** Below this a corrected probability stands. */
export const LEVEL = 0.05;

export interface Comparison extends TestResult {
  readonly a: string;
  readonly b: string;
  readonly meanA: number;
  readonly meanB: number;
  /** The probability, corrected for the number of pairs. */
  readonly pAdjusted: number;
  readonly stands: boolean;
}

/** All pairs of variants with at least two runs each that did not diverge. */
export function compare(variants: readonly VariantSummary[]): Comparison[] {
  // Of a thousand variants with one run each all pairs would be half a million, for nothing.
  const several = variants.filter(({ values }) => values[METRIC].length > 1);
  const pairs = several.flatMap((a, i) =>
    several.slice(i + 1).flatMap((b) => {
      const result = welch(a.values[METRIC], b.values[METRIC]);
      if (!result) return [];
      const means = { meanA: a.figures[METRIC]!.mean, meanB: b.figures[METRIC]!.mean };
      return [{ a: a.variant, b: b.variant, ...means, ...result }];
    })
  );
  const adjusted = holm(pairs.map(({ p }) => p));
  return pairs.map((pair, i) => ({ ...pair, pAdjusted: adjusted[i], stands: adjusted[i] < LEVEL }));
}

/** `comparisons.csv`: a row for each pair. */
export function comparisonsCsv(comparisons: readonly Comparison[]): string {
  return csv({
    ...members<Comparison>("a", "b"),
    metric: () => METRIC,
    ...members<Comparison>(
      "meanA",
      "meanB",
      "difference",
      "standardError",
      "degreesOfFreedom",
      "low",
      "high",
      "p",
      "pAdjusted",
    ),
    ...members<Comparison>("stands"),
  }, comparisons);
}
