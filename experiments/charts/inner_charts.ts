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
  const curves = (measure: (step: WatchedStep) => number | undefined) =>
    seriesOf(
      records,
      runs,
      ({ watched = [] }) =>
        watched.map((step) => [step.iteration, measure(step) ?? NaN] as const)
          // The axis is logarithmic.
          .filter(([, value]) => value > 0),
    );
  const common = { xTitle: "Step", writing: "number", runs, seeds: record.seeds, logX: true } as const;
  return [
    lineChart({
      ...common,
      id: "pre_activations",
      title: "Growth of pre-activations",
      yTitle: "Largest |pre-activation| of the batch",
      limits: [FLOAT32, EXP],
      series: curves(({ layers }) => max(layers, ({ maximum }) => maximum)),
    }),
    lineChart({
      ...common,
      id: "gradient_norms",
      title: "Gradient norms",
      yTitle: "Norm of all gradients, before clipping",
      limits: [FLOAT32],
      series: curves(({ gradientNorm }) => gradientNorm),
    }),
  ].filter((chart) => chart !== undefined);
}
