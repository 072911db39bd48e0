import { formatP, plural } from "../study/format.ts";
import { compare, type Comparison, LEVEL } from "./comparisons.ts";
import type { VariantSummary } from "./summary.ts";

/** So many pairs that are not told apart are named. */
const MOST_PAIRS = 6;

/**
 * Which differences between variants are more than chance. How far seeds lie apart is said only where this very study has
 * measured it.
 *
 * @param ranked Those that learned, the best first.
 */
export function differenceSentences(
  variants: readonly VariantSummary[],
  ranked: readonly VariantSummary[],
  seeds: number,
): string[] {
  const comparisons = compare(variants);
  if (comparisons.length === 0) {
    return [
      seeds === 1
        ? "One seed tells nothing about chance: --seeds 5 measures how far seeds lie apart."
        : "Too few runs came to their end to tell differences from chance.",
    ];
  }
  const stand = comparisons.filter(({ stands }) => stands);
  const test = `Welch's t-test with Holm's correction, p < ${LEVEL}`;
  const first = `${howManyStand(stand.length, comparisons.length)} (${test}).`;
  return [first, ...notToldApart(comparisons, ranked)];
}

function howManyStand(stand: number, count: number): string {
  const what = `${plural(count, "difference")} of final test accuracy`;
  if (count === 1) {
    return `The difference of final test accuracy ${stand === 1 ? "stands" : "does not stand"}`;
  }
  if (stand === count) return `All ${what} stand`;
  return `Of ${what} ${stand === 0 ? "none stands" : stand === 1 ? "1 stands" : `${stand} stand`}`;
}

/** The pairs that are not told apart, or whether the first two are. */
function notToldApart(
  comparisons: readonly Comparison[],
  [best, second]: readonly VariantSummary[],
): string[] {
  const not = comparisons.filter(({ stands }) => !stands);
  if (not.length === 0) return [];
  if (not.length <= MOST_PAIRS) {
    const pairs = not.map(({ a, b, pAdjusted }) => `${a} and ${b} (p = ${formatP(pAdjusted)})`);
    return [`Not told apart: ${pairs.join("; ")}.`];
  }
  const names = [best.variant, second.variant];
  const top = comparisons.find(({ a, b }) => names.includes(a) && names.includes(b));
  if (!top) return [];
  const verdict = top.stands ? "differ" : "are not told apart";
  return [`The first two, ${names.join(" and ")}, ${verdict} (p = ${formatP(top.pAdjusted)}).`];
}
