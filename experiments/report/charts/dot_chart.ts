/** Final and average figures of what a study compares.
 * @module
 */
import type { Study } from "../study.ts";
import {
  type Chart,
  COMMON,
  faded,
  LABEL_LIMIT,
  NOT_HIDDEN,
  PARAMS,
  PERCENT_LABELS,
  runColor,
} from "./chart.ts";
import { logTicks } from "./log_ticks.ts";
import { loss, percent, spread } from "../numbers.ts";

/** What is drawn for each run, and how. */
const MARKS = [
  { key: "test", when: "final", shape: "circle", filled: true },
  { key: "test", when: "average", shape: "circle", filled: false },
  { key: "train", when: "final", shape: "triangle-up", filled: true },
  { key: "train", when: "average", shape: "triangle-up", filled: false },
] as const;

/** A row of dots for each run: final and average, test and training set. */
export function dotChart(
  { variants }: Study,
  runs: readonly string[],
  quantity: "accuracy" | "loss",
): Chart | undefined {
  const accuracy = quantity === "accuracy", format = accuracy ? percent : loss;
  const values = variants.filter(({ name }) => runs.includes(name)).flatMap(({ name, measures }) =>
    MARKS.flatMap(({ key, when }) => {
      const measured = measures[`${key}_${quantity}_${when}`];
      if (!measured) return [];
      const { mean, std = 0 } = measured;
      const set = key === "test" ? "Test" : "Training",
        what = `${set}, ${when === "final" ? "last epoch" : "average"}`;
      const Value = spread(measured, format) + (accuracy ? " %" : "");
      return [{ run: name, what, mean, low: mean - std, high: mean + std, Value }];
    })
  );
  if (values.length === 0) return undefined;
  const order = MARKS.map(({ key, when }) =>
    `${key === "test" ? "Test" : "Training"}, ${when === "final" ? "last epoch" : "average"}`
  );
  const sizes = values.map(({ mean }) => mean);
  const logarithmic = !accuracy && Math.min(...sizes) > 0 && Math.max(...sizes) / Math.min(...sizes) > 20;
  const x = {
    type: "quantitative",
    title: accuracy ? "Accuracy" : "Loss",
    scale: logarithmic
      ? { type: "log", nice: false, padding: 10 }
      : { zero: false, padding: 10, nice: false },
    axis: {
      ...(accuracy ? PERCENT_LABELS : { format: logarithmic ? "~g" : "~r" }),
      ...(logarithmic
        ? { values: logTicks(Math.min(...sizes) / 2, Math.max(...sizes) * 2) }
        : { tickCount: 5 }),
      domain: false,
    },
  };
  return {
    title: accuracy ? "Accuracy, final and average" : "Loss, final and average",
    note: "● test set, ▲ training set; filled after the last epoch, hollow on average over all." +
      (values.some(({ low, high }) => low < high) ? " Bars are one standard deviation between seeds." : ""),
    hides: runs.length > 1,
    spec: {
      ...COMMON,
      height: { step: 30 },
      params: PARAMS,
      data: { values },
      transform: [NOT_HIDDEN],
      encoding: {
        y: {
          ...{ field: "run", type: "nominal", title: null, sort: runs },
          axis: {
            labelLimit: LABEL_LIMIT,
            ticks: false,
            domain: false,
            grid: true,
            labelPadding: 8,
            labelColor: "var(--ink)",
          },
        },
        color: runColor(runs),
      },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 1.5 },
          encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, opacity: faded(0.8) },
        },
        {
          mark: { type: "point", strokeWidth: 1.8, size: 70 },
          encoding: {
            x: { ...x, field: "mean" },
            shape: {
              field: "what",
              type: "nominal",
              scale: { domain: order, range: MARKS.map(({ shape }) => shape) },
              legend: null,
            },
            fill: {
              condition: { test: "indexof(datum.what, 'average') >= 0", value: "var(--card)" },
              ...{ field: "run", type: "nominal", legend: null, scale: runColor(runs).scale },
            },
            opacity: faded(1),
            tooltip: [
              { field: "run", title: "Run", type: "nominal" },
              { field: "what", title: "Figure", type: "nominal" },
              { field: "Value", type: "nominal" },
            ],
          },
        },
      ],
    },
  };
}
