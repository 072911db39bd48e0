import jstat from "jstat";

/** The probability that Student's t with so many degrees of freedom is at most `t`. */
const studentCdf = jstat.jStat.studentt.cdf as (t: number, degreesOfFreedom: number) => number;

/** What Student's t is with 95 % between its negative and itself. */
function student95(degreesOfFreedom: number): number {
  return jstat.jStat.studentt.inv(0.975, degreesOfFreedom);
}

/** A mean and how far the numbers are from it. */
export interface MeanStd {
  readonly mean: number;
  /** The sample standard deviation; undefined of a single number. */
  readonly std: number | undefined;
  readonly count: number;
}

/** The mean and the sample standard deviation (n − 1); undefined of no numbers. */
export function meanStd(values: readonly number[]): MeanStd | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, std: undefined, count };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (count - 1)), count };
}

export interface TestResult {
  readonly difference: number;
  readonly standardError: number;
  /** The degrees of freedom; undefined where neither side varies. */
  readonly degreesOfFreedom: number | undefined;
  /** The ends of the 95 % confidence interval of the difference. */
  readonly low: number;
  readonly high: number;
  /** The probability of a difference at least as large where there is none. */
  readonly p: number;
}

/**
 * Welch's t-test, two-sided: whether two means differ, of numbers that may vary differently (B. L. Welch, "The
 * generalization of Student's problem when several different population variances are involved", 1947).
 *
 * @returns Undefined if a side has fewer than two numbers.
 *
 * @example
 * ```ts
 * import { welch } from "@chainrule/experiments";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { p } = welch([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])!;
 * assertAlmostEquals(p, 0.1075, 1e-4);
 * ```
 */
export function welch(a: readonly number[], b: readonly number[]): TestResult | undefined {
  const [x, y] = [meanStd(a), meanStd(b)];
  if (x?.std === undefined || y?.std === undefined) return undefined;
  const [u, v] = [x.std ** 2 / x.count, y.std ** 2 / y.count];
  const difference = x.mean - y.mean, standardError = Math.sqrt(u + v);
  if (standardError === 0) {
    const p = difference === 0 ? 1 : 0;
    return { difference, standardError, degreesOfFreedom: undefined, low: difference, high: difference, p };
  }
  // (u + v)² / (u²/(n - 1) + v²/(m - 1)), in shares, whose squares don't underflow.
  const share = u / (u + v);
  const degreesOfFreedom = 1 / (share ** 2 / (x.count - 1) + (1 - share) ** 2 / (y.count - 1));
  const t = Math.abs(difference / standardError), reach = student95(degreesOfFreedom) * standardError;
  return {
    difference,
    standardError,
    degreesOfFreedom,
    low: difference - reach,
    high: difference + reach,
    p: Math.min(1, 2 * studentCdf(-t, degreesOfFreedom)),
  };
}

/** The probability that χ² with so many degrees of freedom is at most `x`. */
const chiSquareCdf = jstat.jStat.chisquare.cdf as (x: number, degreesOfFreedom: number) => number;

/**
 * The probability that groups whose numbers are of one kind differ as much: of ranks, whatever the numbers are (W. Kruskal and W. Wallis,
 * "Use of ranks in one-criterion variance analysis", 1952), by χ², corrected for ties.
 *
 * @returns 1 where all numbers are equal, or there is a single group.
 *
 * @example
 * ```ts
 * import { kruskalWallis } from "@chainrule/experiments";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // As SciPy's stats.kruskal has it.
 * assertAlmostEquals(kruskalWallis([[1, 3, 5, 7, 9], [2, 4, 6, 8, 10]]), 0.60151, 1e-5);
 * assertAlmostEquals(kruskalWallis([[1, 1, 1], [2, 2, 2], [2, 2]]), 0.03020, 1e-5);
 * ```
 */
export function kruskalWallis(groups: readonly (readonly number[])[]): number {
  const sorted = groups.flat().sort((a, b) => a - b), n = sorted.length;
  const places = Map.groupBy(sorted.keys(), (i) => sorted[i]);
  const rank = new Map([...places].map(([x, [first, ...more]]) => [x, first + 1 + more.length / 2]));
  let ties = 0, h = 0;
  for (const { length: t } of places.values()) ties += t ** 3 - t;
  for (const group of groups) {
    const sum = group.reduce((sum, x) => sum + rank.get(x)!, 0);
    h += sum ** 2 / group.length;
  }
  const correction = 1 - ties / (n ** 3 - n);
  if (!(correction > 0) || groups.length < 2) return 1;
  return 1 - chiSquareCdf((12 / (n * (n + 1)) * h - 3 * (n + 1)) / correction, groups.length - 1);
}

/**
 * Probabilities of several tests, corrected so that the chance of even one false finding among them is kept (S. Holm, "A
 * simple sequentially rejective multiple test procedure", 1979).
 *
 * @example
 * ```ts
 * import { holm } from "@chainrule/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(holm([0.01, 0.5, 0.25]), [0.03, 0.5, 0.5]);
 * ```
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((i, j) => ps[i] - ps[j] || i - j);
  const adjusted: number[] = [];
  let least = 0;
  order.forEach((index, rank) => {
    least = Math.max(least, Math.min(1, (ps.length - rank) * ps[index]));
    adjusted[index] = least;
  });
  return adjusted;
}

/** The number in the middle, or the mean of the two there; undefined of none. Infinity is larger than all. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b), middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)];
  return sorted.length === 0 ? undefined : (sorted[middle - 1] + sorted[middle]) / 2;
}
