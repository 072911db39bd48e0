/** When training overflows: what the stability study measures besides its runs.
 * @module
 */
import { METRIC } from "../../analysis/comparisons.ts";
import { variantOf } from "../../study/run_names.ts";
import { formatCount, formatNumber, formatPercent, listing } from "../../study/format.ts";
import type { ExtraMeasures, SoftmaxMeasures } from "../../study/extra_measures.ts";
import type { Results } from "../../study/results.ts";
import type { StudyExtra } from "../../study/study.ts";
import { summarizeVariants } from "../../analysis/summary.ts";
import type { RunRecord, WatchedStep } from "../../study/run_record.ts";

const { fround } = Math;

/** NaN if any is. */
function largestOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, value), -Infinity);
}

/** The logits before the shift. */
const LOGITS = Array.from({ length: 10 }, (_, i) => i);

/** An error of a probability above this is no mere rounding. */
const TOLERANCE = 1e-6;

/** Softmax in float32 arithmetic: each result is rounded before it is used. */
export function measureSoftmax(method: "plain" | "shifted", shift: number): SoftmaxMeasures {
  const logits = LOGITS.map((logit) => fround(logit + shift));
  const maximum = method === "shifted" ? largestOf(logits) : 0;
  const exponentials = logits.map((logit) => fround(Math.exp(fround(logit - maximum))));
  const sum = exponentials.reduce((sum, e) => fround(sum + e), 0);
  const probabilities = exponentials.map((e) => fround(e / sum));
  // The logits as float32 has them, which for a large shift are not 0, 1, 2 … apart.
  const top = largestOf(logits), exact = logits.map((logit) => Math.exp(logit - top));
  const total = exact.reduce((sum, e) => sum + e, 0);
  const errors = probabilities.map((p, i) => Math.abs(p - exact[i] / total));
  const maximumError = largestOf(errors);
  const status = sum === Infinity
    ? "overflow"
    : sum === 0
    ? "underflow"
    : maximumError > TOLERANCE
    ? "inaccurate"
    : "ok";
  const [smallestLogit, largestLogit] = [shift, shift + LOGITS.length - 1];
  const largest = largestOf(probabilities);
  return { method, shift, largestLogit, smallestLogit, sum, largest, maximumError, status };
}

/** The shifts that are tried: close together around where float32 ends. */
const SHIFTS: readonly number[] =
  ("-10000 -1000 -500 -200 -150 -120 -115 -114 -113 -112 -110 -108 -106 -104 -102 -100 -95 -90 -80 -60 -40 -20 " +
    "-10 0 10 20 40 60 70 75 78 79 80 82 85 90 95 100 120 150 200 500 1000 10000").split(" ").map(Number);

/** The largest logit for which plain softmax of this row is finite, and the smallest, to three decimals. */
export function limitsOfPlainSoftmax(): { lowest: number; highest: number } {
  const edge = (good: number, bad: number) => {
    for (let i = 0; i < 60; i++) {
      const middle = (good + bad) / 2;
      if (Number.isFinite(measureSoftmax("plain", middle).largest)) good = middle;
      else bad = middle;
    }
    return good;
  };
  return { highest: edge(0, 200) + LOGITS.length - 1, lowest: edge(0, -200) + LOGITS.length - 1 };
}

/** Softmax at all shifts. */
function measure(): ExtraMeasures {
  const methods = ["plain", "shifted"] as const;
  return { softmax: methods.flatMap((method) => SHIFTS.map((shift) => measureSoftmax(method, shift))) };
}

/** What the runs say, and what softmax does. */
function sentences(results: Results): string[] {
  const { records, extra: { softmax = [] } } = results;
  return [...runSentences(records), ...cureSentences(results), ...softmaxSentences(softmax)];
}

/** Where runs broke: a sentence for each variant. */
function runSentences(records: readonly RunRecord[]): string[] {
  const diverged = Map.groupBy(records.filter(({ divergedAt }) => divergedAt), ({ run }) => variantOf(run));
  return [...diverged].map(([variant, runs]) => {
    const steps = runs.map(({ divergedAt }) => divergedAt!.iteration).sort((a, b) => a - b);
    const [first, last] = [steps[0], steps.at(-1)!].map(formatCount);
    const when = first === last ? `step ${first}` : `steps ${first} to ${last}`;
    const seeds = runs.length > 1 ? ` (${runs.length} seeds)` : "";
    const places = new Set(runs.map(({ divergedAt }) => `${divergedAt!.layer} (${divergedAt!.what})`));
    const where = [...places].join(" or ");
    return `${variant}: the first number that is not finite came in ${when}${seeds}, at ${where}${
      growth(runs)
    }.`;
  });
}

/** How far the largest pre-activation of some runs grew while it was finite, if they were watched for longer than a step. */
function growth(runs: readonly RunRecord[]): string {
  const grown = runs.flatMap(({ watched = [] }) => {
    const finite = watched.findLast(({ layers }) => layers.every(({ maximum }) => Number.isFinite(maximum)));
    const largest = ({ layers }: WatchedStep) => largestOf(layers.map(({ maximum }) => maximum));
    return finite && watched.length > 1
      ? { first: largest(watched[0]), last: largest(finite), step: finite.iteration }
      : [];
  });
  if (grown.length === 0) return "";
  const { first, last, step } = grown.reduce((most, one) => one.last > most.last ? one : most);
  const most = grown.length > 1 ? " at most" : "";
  return `; the largest pre-activation grew${most} from ${formatNumber(first)} to ${
    formatNumber(last)
  } by step ${formatCount(step)}`;
}

/** What became of runs with a cure. */
function cureSentences({ records, data }: Results): string[] {
  const guess = 1 / data.classes;
  const cured = summarizeVariants(records).filter(({ variant }) => /clipped|LeCun/.test(variant));
  const words = cured.map(({ variant, figures, diverged }) => {
    const accuracy = figures[METRIC]?.mean;
    if (accuracy === undefined) {
      return diverged > 0 ? `${variant} diverged all the same` : `${variant} was not run`;
    }
    return `${variant} ${accuracy > 2 * guess ? "learned" : "stayed finite but learned nothing"} (${
      formatPercent(accuracy)
    } %)`;
  });
  return words.length > 0 ? [`With a cure: ${listing(words)}.`] : [];
}

function softmaxSentences(measures: readonly SoftmaxMeasures[]): string[] {
  if (measures.length === 0) return [];
  const { lowest, highest } = limitsOfPlainSoftmax();
  const shifted = measures.filter(({ method }) => method === "shifted");
  const fine = shifted.every(({ status }) => status === "ok");
  const worst = largestOf(shifted.map(({ maximumError }) => maximumError));
  return [
    `Softmax without its maximum subtracted, in float32, overflows where the largest logit is above ${
      highest.toFixed(2)
    } and divides 0 by 0 where it is below ${lowest.toFixed(2)}. With the maximum subtracted it is ${
      fine ? "right" : "not right"
    } for all logits that were tried, from ${formatCount(SHIFTS[0])} to ${
      formatCount(SHIFTS[SHIFTS.length - 1] + LOGITS.length - 1)
    } (largest error ${formatNumber(worst)}).`,
  ];
}

/** Softmax with and without its maximum subtracted, and what runs and it say. */
export const extra: StudyExtra = { measure, sentences };
