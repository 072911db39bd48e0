/** Final and average figures of what a study compares.
 * @module
 */
import type { Study } from "../report/study.ts";
import { isWide, logTicks, ticksAt } from "./axes.ts";
import {
  type Chart,
  COMMON,
  DIVERGED_MARK,
  faded,
  NAME_LABELS,
  NOT_HIDDEN,
  PARAMS,
  PERCENT_LABELS,
  runColor,
} from "./chart.ts";
import { loss, percent, spread } from "../report/numbers.ts";
import type { Runs } from "./runs.ts";

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
  runs: Runs,
  quantity: "accuracy" | "loss",
): Chart | undefined {
  const accuracy = quantity === "accuracy", format = accuracy ? percent : loss;
  const values = variants.filter(({ name }) => runs.names.includes(name)).flatMap(({ name, measures }) =>
    MARKS.flatMap(({ key, when }) => {
      const measured = measures[`${key}_${quantity}_${when}`];
      if (!measured) return [];
      const { mean, std = 0 } = measured;
      const set = key === "test" ? "Test" : "Training",
        what = `${set}, ${when === "final" ? "last epoch" : "average"}`;
      const Value = spread(measured, format) + (accuracy ? " %" : "");
      // A logarithmic axis has no place for what is not above 0.
      return [{ run: name, what, mean, low: Math.max(mean - std, mean / 10), high: mean + std, Value }];
    })
  );
  if (values.length === 0) return undefined;
  const lost = runs.names.filter((name) => runs.diverged.has(name));
  const order = MARKS.map(({ key, when }) =>
    `${key === "test" ? "Test" : "Training"}, ${when === "final" ? "last epoch" : "average"}`
  );
  const sizes = values.map(({ mean }) => mean);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const logarithmic = !accuracy && isWide(least, most);
  const x = {
    type: "quantitative",
    title: accuracy ? "Accuracy" : "Loss",
    scale: logarithmic
      ? { type: "log", nice: false, padding: 10 }
      : { zero: false, padding: 10, nice: false },
    axis: {
      ...(accuracy ? PERCENT_LABELS : {}),
      ...(logarithmic ? ticksAt(logTicks(least / 1.2, most * 1.2, 5)) : { tickCount: 4 }),
      ...{ domain: false, labelOverlap: true, labelSeparation: 8 },
    },
  };
  return {
    title: accuracy ? "Final and average accuracy" : "Final and average loss",
    note: "● ○ test set, ▲ △ training set; filled: after the last epoch, hollow: mean over all epochs." +
      (values.some(({ low, high }) => low < high) ? " Bars are one standard deviation between seeds." : ""),
    hides: runs.names.length > 1,
    plots: [{
      spec: {
        ...{ ...COMMON, padding: { ...COMMON.padding, right: 24 } },
        height: { step: 32 },
        params: PARAMS,
        data: { values: [...values, ...lost.map((run) => ({ run, lost: true }))] },
        transform: [NOT_HIDDEN],
        encoding: {
          y: {
            ...{ field: "run", type: "nominal", title: null, sort: runs.names },
            axis: {
              ...NAME_LABELS,
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
          ...(lost.length > 0
            ? [
              {
                transform: [{ filter: "datum.lost" }],
                mark: { ...DIVERGED_MARK, xOffset: 10 },
                encoding: { x: { value: 0 }, opacity: faded(1) },
              },
              {
                transform: [{ filter: "datum.lost" }],
                mark: { type: "text", align: "left", dx: 20, text: "diverged" },
                encoding: { x: { value: 0 }, opacity: faded(1) },
              },
            ]
            : []),
          {
            transform: [{ filter: "!datum.lost" }],
            mark: { type: "rule", strokeWidth: 1.5 },
            encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, opacity: faded(0.8) },
          },
          {
            transform: [{ filter: "!datum.lost" }],
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
    }],
  };
}
