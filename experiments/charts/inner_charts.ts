import { max } from "../study/extent.ts";
import type { WatchedStep } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Chart } from "./chart.ts";
import { type Limit, lineChart } from "./line_chart.ts";
import { comparedRecords, type Runs } from "./runs.ts";
import { seriesOf } from "./series.ts";

/** Where float32 ends, and where exp in float32 does. */
const FLOAT32: Limit = { limit: 3.4028235e38, name: "3.4e38, where float32 ends" };
const EXP: Limit = { limit: 88.72, name: "88.7, above which exp overflows" };

/** Pre-activations, the largest of all layers, and gradients as training goes on. */
export function innerCharts(record: StudyRecord, runs: Runs): Chart[] {
  if (!record.study.watch) return [];
  const records = comparedRecords(record);
  const chart = (
    id: string,
    title: string,
    yTitle: string,
    limits: readonly Limit[],
    measure: (step: WatchedStep) => number | undefined,
  ) =>
    lineChart({
      id,
      title,
      xTitle: "Step",
      yTitle,
      writing: "number",
      runs,
      seeds: record.seeds,
      logX: true,
      limits,
      series: seriesOf(records, runs, ({ watched = [] }) =>
        watched.flatMap((step) => {
          const value = measure(step) ?? NaN;
          // The axis is logarithmic.
          return value > 0 ? [[step.iteration, value] as const] : [];
        })),
    });
  return [
    chart(
      "pre_activations",
      "Growth of pre-activations",
      "Largest |pre-activation| of the batch",
      [FLOAT32, EXP],
      ({ layers }) => max(layers, ({ maximum }) => maximum),
    ),
    chart(
      "gradient_norms",
      "Gradient norms",
      "Norm of all gradients, before clipping",
      [FLOAT32],
      ({ gradientNorm }) => gradientNorm,
    ),
  ].filter((chart) => chart !== undefined);
}
