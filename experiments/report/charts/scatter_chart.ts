/** What accuracy costs.
 * @module
 */
import { percent, seconds, spread } from "../numbers.ts";
import type { Study } from "../study.ts";
import { type Chart, COMMON, faded, NOT_HIDDEN, PARAMS, PERCENT_LABELS, runColor } from "./chart.ts";

/** Training time against accuracy. */
export function scatterChart({ variants, part }: Study, runs: readonly string[]): Chart | undefined {
  const values = variants.filter(({ name }) => runs.includes(name)).flatMap(({ name, measures }) => {
    const { train_seconds: time, test_accuracy_final: accuracy } = measures;
    if (!time || !accuracy) return [];
    const [t, a] = [time.std ?? 0, accuracy.std ?? 0];
    return [{
      ...{ run: name, time: time.mean, accuracy: accuracy.mean },
      ...{ left: time.mean - t, right: time.mean + t, low: accuracy.mean - a, high: accuracy.mean + a },
      ...{ Training: `${spread(time, seconds)} s`, Accuracy: `${spread(accuracy, percent)} %` },
    }];
  });
  if (values.length < 2) return undefined;
  const x = {
    ...{ type: "quantitative", title: "Training time, s", scale: { zero: false, nice: true, padding: 8 } },
    axis: { grid: true, tickCount: 6, format: "~r" },
  };
  const y = {
    ...{ type: "quantitative", title: `Final ${part} accuracy`, scale: { zero: false, padding: 12 } },
    axis: { ...PERCENT_LABELS, tickCount: 6, domain: false, ticks: false, labelPadding: 6 },
  };
  return {
    title: "Time against accuracy",
    note: "Up and to the left is better.",
    hides: true,
    spec: {
      ...COMMON,
      height: 260,
      params: PARAMS,
      data: { values },
      transform: [NOT_HIDDEN],
      encoding: { color: runColor(runs) },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 1.5 },
          encoding: {
            x: { ...x, field: "left" },
            x2: { field: "right" },
            y: { ...y, field: "accuracy" },
            opacity: faded(0.7),
          },
        },
        {
          mark: { type: "rule", strokeWidth: 1.5 },
          encoding: {
            x: { ...x, field: "time" },
            y: { ...y, field: "low" },
            y2: { field: "high" },
            opacity: faded(0.7),
          },
        },
        {
          mark: { type: "point", filled: true, size: 90 },
          encoding: {
            x: { ...x, field: "time" },
            y: { ...y, field: "accuracy" },
            opacity: faded(1),
            tooltip: [
              { field: "run", title: "Run", type: "nominal" },
              ...["Training", "Accuracy"].map((field) => ({ field, type: "nominal" })),
            ],
          },
        },
      ],
    },
  };
}
