import { ratePoints, rateRange } from "../analysis/rates.ts";
import { min } from "../study/extent.ts";
import { formatNumber } from "../study/format.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Chart } from "./chart.ts";
import { lineChart } from "./line_chart.ts";
import type { Runs } from "./runs.ts";
import { seriesOf } from "./series.ts";

/** What is higher than so many times the lowest loss is cut off: it would make a flat line of the rest. */
const MOST = 4;

/** The smoothed loss against the learning rate, as far as there is something to see. */
export function rangeChart({ study, records, data, seeds }: StudyRecord, runs: Runs): Chart | undefined {
  if (!study.rates) return undefined;
  const measured = new Map(records.map((record) => [record, ratePoints(record, data)]));
  const highest = MOST * (min([...measured.values()].flat(), ({ smoothed }) => smoothed) ?? Infinity);
  const suggested = records.flatMap((record) => rateRange(measured.get(record)!)?.suggested ?? []);
  const series = seriesOf(records, { names: runs.names, diverged: new Set() }, (record) => {
    const points = measured.get(record)!;
    const end = points.findIndex(({ smoothed, iteration }) => iteration > 20 && smoothed > highest);
    return points.slice(0, end < 0 ? undefined : end).map((point) =>
      [point.learningRate, point.smoothed] as const
    );
  });
  return lineChart({
    id: "range",
    title: "Loss against a rising learning rate",
    note: `Smoothed over the batches.${
      suggested.length > 0
        ? ` Suggested: ${suggested.map(formatNumber).join(", ")}, a tenth of where it is lowest.`
        : ""
    }`,
    xTitle: "Learning rate",
    yTitle: "Loss of the batch",
    writing: "number",
    runs,
    seeds,
    logX: true,
    series,
  });
}
