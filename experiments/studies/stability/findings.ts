/** When training overflows: what the stability study measures besides its runs.
 * @module
 */
import { METRIC } from "../../analysis/comparisons.ts";
import { csv } from "../../analysis/csv.ts";
import { formatCount, formatNumber, formatPercent, listing } from "../../study/format.ts";
import type { RunRecord } from "../../analysis/results.ts";
import type { StudyResult } from "../../runner/run_study.ts";
import type { Findings } from "../../study/study.ts";
import { summarizeVariants } from "../../analysis/summary.ts";

const { fround } = Math;

/** What softmax in float32 made of a row of logits. */
export interface SoftmaxMeasures {
  /** Whether the row maximum was subtracted first. */
  readonly method: "plain" | "shifted";
  /** What was added to the logits 0, 1, 2 … 9. */
  readonly shift: number;
  /** The sum of the exponentials. */
  readonly sum: number;
  /** The largest probability. */
  readonly largest: number;
  /** The largest difference to what float64 gives. */
  readonly maximumError: number;
  /** What became of it. */
  readonly status: "ok" | "inaccurate" | "overflow" | "underflow";
}

/** The logits before the shift. */
const LOGITS = Array.from({ length: 10 }, (_, i) => i);

/** An error of a probability above this is no mere rounding. */
const TOLERANCE = 1e-6;

/** Softmax in float32 arithmetic: each result is rounded before it is used. */
export function measureSoftmax(method: "plain" | "shifted", shift: number): SoftmaxMeasures {
  const logits = LOGITS.map((logit) => fround(logit + shift));
  const maximum = method === "shifted" ? Math.max(...logits) : 0;
  const exponentials = logits.map((logit) => fround(Math.exp(fround(logit - maximum))));
  const sum = exponentials.reduce((sum, e) => fround(sum + e), 0);
  const probabilities = exponentials.map((e) => fround(e / sum));
  // The logits as float32 has them, which for a large shift are not 0, 1, 2 … apart.
  const top = Math.max(...logits), exact = logits.map((logit) => Math.exp(logit - top));
  const total = exact.reduce((sum, e) => sum + e, 0);
  const errors = probabilities.map((p, i) => Math.abs(p - exact[i] / total));
  const maximumError = Math.max(...errors); // NaN if any is
  const status = sum === Infinity
    ? "overflow"
    : sum === 0
    ? "underflow"
    : maximumError > TOLERANCE
    ? "inaccurate"
    : "ok";
  return { method, shift, sum, largest: Math.max(...probabilities), maximumError, status };
}

/** The shifts that are tried: close together around where float32 ends. */
export const SHIFTS: readonly number[] = [
  ...[-10000, -1000, -500, -200, -150, -120, -115, -114, -113, -112, -110, -108, -106, -104, -102, -100],
  ...[-95, -90, -80, -60, -40, -20, -10, 0, 10, 20, 40, 60, 70, 75, 78, 79, 80, 82, 85, 90, 95, 100, 120],
  ...[150, 200, 500, 1000, 10000],
];

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

/** `softmax.csv` and its plot, and what the runs and it say. */
export async function findings(result: StudyResult): Promise<Findings> {
  const measures = (["plain", "shifted"] as const).flatMap((method) =>
    SHIFTS.map((shift) => measureSoftmax(method, shift))
  );
  const { softmaxPlot } = await import("../../charts/plot_functions.ts");
  return {
    files: {
      "softmax.csv": csv(
        "method,shift,largest_logit,smallest_logit,sum,largest_probability,maximum_error,status".split(","),
        measures.map(({ method, shift, sum, largest, maximumError, status }) => [
          ...[method, shift, shift + LOGITS.length - 1, shift, sum, largest, maximumError, status],
        ]),
      ),
      "softmax.svg": await softmaxPlot(measures, LOGITS.length - 1),
    },
    conclusion: [...runSentences(result.records), ...cureSentences(result), ...softmaxSentences(measures)],
  };
}

/** Where runs without a cure broke. */
function runSentences(records: readonly RunRecord[]): string[] {
  return records.flatMap(({ run, divergedAt, watched = [] }) => {
    if (!divergedAt) return [];
    const { iteration, layer, what } = divergedAt;
    const first = watched[0]?.layers.map(({ maximum }) => maximum) ?? [];
    const finite = watched.findLast(({ layers }) => layers.every(({ maximum }) => Number.isFinite(maximum)));
    const last = finite?.layers.map(({ maximum }) => maximum) ?? [];
    const growth = finite && watched.length > 1
      ? `; the largest pre-activation grew from ${formatNumber(Math.max(...first))} to ${
        formatNumber(Math.max(...last))
      } by step ${formatCount(finite.iteration)}`
      : "";
    return [
      `${run.name}: the first number that is not finite came in step ${
        formatCount(iteration)
      }, at ${layer} (${what})${growth}.`,
    ];
  });
}

/** What became of runs with a cure. */
function cureSentences({ records, data }: StudyResult): string[] {
  const guess = 1 / data.train.classes;
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
  const { lowest, highest } = limitsOfPlainSoftmax();
  const shifted = measures.filter(({ method }) => method === "shifted");
  const fine = shifted.every(({ status }) => status === "ok");
  const worst = Math.max(...shifted.map(({ maximumError }) => maximumError));
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
