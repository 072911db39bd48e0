/** What accuracy can be had for which cost: operations, and seconds.
 * @module
 */
import type { RunConfiguration } from "../study/configuration.ts";
import { variantOf } from "../study/run_names.ts";
import { max } from "../study/extent.ts";
import { formatPercent, formatSeconds, listing, plural } from "../study/format.ts";
import { hasEnded } from "../study/run_record.ts";
import { type DatasetFacts, learnedFrom } from "../study/study_data.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { csv, members } from "./csv.ts";
import { meanStd } from "./statistics.ts";

/**
 * The floating-point operations of the products of an epoch, as if all numbers of an image were there: for each weight an addition
 * and a multiplication forward, as many for its gradient, and but for the first layer as many for that of its input.
 */
export function operationsOfEpoch({ hidden }: Pick<RunConfiguration, "hidden">, data: DatasetFacts): number {
  const widths = [data.rows * data.columns, ...hidden, data.classes];
  const weights = widths.slice(1).map((width, i) => widths[i] * width);
  const all = weights.reduce((sum, count) => sum + count, 0);
  return 2 * (3 * all - weights[0]) * learnedFrom(data);
}

/** A network after an epoch: means over its seeds. */
export interface FrontPoint {
  readonly variant: string;
  readonly epoch: number;
  readonly operations: number;
  readonly seconds: number;
  readonly accuracy: number;
  readonly std: number | undefined;
  /** Whether nothing that took fewer operations, or as many, is as accurate. */
  readonly leastOperations: boolean;
  /** The same of seconds. */
  readonly leastSeconds: boolean;
}

/** Every network after every epoch, if the study asks for that. */
export function frontPoints({ study, records, data }: StudyRecord): FrontPoint[] {
  if (!study.front) return [];
  const groups = Map.groupBy(
    records.filter((record) => hasEnded(record) && record.status !== "diverged"),
    ({ run }) => variantOf(run),
  );
  const points = [...groups].flatMap(([variant, runs]) => {
    const operations = operationsOfEpoch(runs[0].run.configuration, data);
    const epochs = max(runs, ({ epochs }) => epochs.length) ?? 0, seconds = runs.map(() => 0);
    return Array.from({ length: epochs }, (_, i) => {
      const there = runs.filter(({ epochs }) => epochs.length > i);
      runs.forEach((run, k) => seconds[k] += run.epochs[i]?.seconds ?? 0);
      const { mean: accuracy, std } = meanStd(there.map(({ epochs }) => epochs[i].heldOutAccuracy))!;
      const time = meanStd(seconds.filter((_, k) => runs[k].epochs.length > i))!.mean;
      return { variant, epoch: i + 1, operations: operations * (i + 1), seconds: time, accuracy, std };
    });
  });
  const front = (cost: "operations" | "seconds") => {
    let best = -Infinity;
    const sorted = points.toSorted((a, b) => a[cost] - b[cost] || b.accuracy - a.accuracy);
    return new Set(sorted.filter(({ accuracy }) => accuracy > best && (best = accuracy) > 0));
  };
  const [operations, seconds] = [front("operations"), front("seconds")];
  return points.map((point) => ({
    ...point,
    leastOperations: operations.has(point),
    leastSeconds: seconds.has(point),
  }));
}

/** `front.csv`: a row for each network after each epoch that is on a front. */
export function frontCsv(points: readonly FrontPoint[]): string {
  return csv({
    ...members<FrontPoint>("variant", "epoch", "operations", "seconds"),
    test_accuracy: ({ accuracy }) => accuracy,
    test_accuracy_std: ({ std }) => std,
    ...members<FrontPoint>("leastOperations", "leastSeconds"),
  }, points.filter(({ leastOperations, leastSeconds }) => leastOperations || leastSeconds));
}

/** The accuracies that sentences name. */
const STEPS = [0.95, 0.97, 0.98, 0.985];

/** What the first network on a front costs that is so accurate. */
export function frontSentences(record: StudyRecord): string[] {
  const points = frontPoints(record).sort((a, b) => a.operations - b.operations);
  const parts = STEPS.flatMap((goal) => {
    const first = points.find(({ leastOperations, accuracy }) => leastOperations && accuracy >= goal);
    if (!first) return [];
    const cost = `${(first.operations / 1e12).toPrecision(2)}·10¹² operations (${
      formatSeconds(first.seconds)
    } s)`;
    return [
      `${Number(formatPercent(goal))} % with ${first.variant}, ${plural(first.epoch, "epoch")}, ${cost}`,
    ];
  });
  return parts.length === 0 ? [] : [`With the fewest operations of training there are ${listing(parts)}.`];
}
