/** What rising learning rates do to the loss.
 * @module
 */
import { variantOf } from "../study/run_names.ts";
import { formatMeasure, formatNumber, formatSetting } from "../study/format.ts";
import type { RunRecord } from "../study/run_record.ts";
import { type DatasetFacts, learnedFrom } from "../study/study_data.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { risingRate } from "../training/rising_rate.ts";
import { csv } from "./csv.ts";

/** How much of the smoothed loss stays from step to step; that of fastai's finder. */
const KEPT = 0.98;

/** A loss so many times the lowest has left the range. */
const LOST = 4;

export interface RatePoint {
  readonly iteration: number;
  readonly learningRate: number;
  readonly loss: number;
  /** The mean of the losses so far, of which those long ago count little. */
  readonly smoothed: number;
}

/** The loss at each recorded step, with the learning rate that step was taken with. */
export function ratePoints({ run, steps }: RunRecord, data: DatasetFacts): RatePoint[] {
  const { batchSize, epochs, learningRate: highest } = run.configuration;
  const all = epochs * Math.ceil(learnedFrom(data) / batchSize);
  let sum = 0, weight = 0;
  return [...steps].filter(({ loss }) => Number.isFinite(loss)).map(({ iteration, loss }) => {
    sum = KEPT * sum + (1 - KEPT) * loss;
    weight = KEPT * weight + (1 - KEPT);
    return { iteration, learningRate: risingRate(highest, iteration - 1, all), loss, smoothed: sum / weight };
  });
}

export interface RateRange {
  /** Where the smoothed loss is lowest; behind that it rises. */
  readonly lowest: RatePoint;
  /** Where it has risen to several times that; undefined if it never does. */
  readonly lost: RatePoint | undefined;
  /** A tenth of the rate with the lowest loss, where the loss still falls: a rule of thumb (S. Gugger, "How do you find a good learning rate", 2018). */
  readonly suggested: number;
}

/** What the points say; undefined of too few of them, or of a loss that never fell. */
export function rateRange(points: readonly RatePoint[]): RateRange | undefined {
  const [first, ...others] = points;
  const lowest = others.reduce((best, point) => point.smoothed < best.smoothed ? point : best, first);
  if (!first || lowest === first) return undefined;
  const lost = points.find((point) =>
    point.iteration > lowest.iteration && point.smoothed > LOST * lowest.smoothed
  );
  return { lowest, lost, suggested: Number((lowest.learningRate / 10).toPrecision(2)) };
}

/** `range.csv`: a row for each recorded step. */
export function rangeCsv(records: readonly RunRecord[], data: DatasetFacts): string {
  const rows = records.flatMap((record) =>
    ratePoints(record, data).map((point) => ({ ...point, run: record.run.name }))
  );
  return csv<typeof rows[number]>({
    run: ({ run }) => run,
    iteration: ({ iteration }) => iteration,
    learning_rate: ({ learningRate }) => learningRate,
    batch_loss: ({ loss }) => loss,
    smoothed_loss: ({ smoothed }) => smoothed,
  }, rows);
}

/** Which learning rate each run suggests, and why. */
export function rateSentences({ records, data }: StudyRecord): string[] {
  return records.map((record) => {
    const name = records.length > 1 ? `${record.run.name}: the` : "The";
    const found = rateRange(ratePoints(record, data));
    if (!found) {
      return `${name} loss never fell: the learning rate is too high from the first step on, or too low to the last.`;
    }
    const { lowest, lost, suggested } = found;
    const end = lost
      ? `, and is ${LOST} times as high at ${formatNumber(lost.learningRate)}`
      : record.status === "diverged"
      ? ", and then training diverges"
      : "";
    return `${name} loss is lowest, ${formatMeasure(lowest.smoothed)}, at a learning rate of ${
      formatNumber(lowest.learningRate)
    }${end}. A tenth of that, ${formatSetting(suggested)}, is a good first choice${
      variantOf(record.run) === record.run.name ? `: --learning-rate ${formatSetting(suggested)}` : ""
    }.`;
  });
}
