/** What accuracy costs.
 * @module
 */
import { isWide, logTicks, ticksAt } from "./axes.ts";
import { percent, seconds, spread } from "../report/numbers.ts";
import type { Study } from "../report/study.ts";
import {
  type Chart,
  COMMON,
  faded,
  lookOf,
  NOT_HIDDEN,
  PARAMS,
  PERCENT_LABELS,
  type Plot,
  runColor,
} from "./chart.ts";
import { type Panel, panelsOf, type Runs } from "./runs.ts";

/** A variant, what it cost and what it reached. */
interface Point {
  readonly run: string;
  readonly time: number;
  readonly accuracy: number;
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** Training time against accuracy. */
export function scatterChart({ variants, part }: Study, runs: Runs): Chart | undefined {
  const points = variants.filter(({ name }) => runs.names.includes(name)).flatMap(({ name, measures }) => {
    const { train_seconds: time, test_accuracy_final: accuracy } = measures;
    if (!time || !accuracy) return [];
    const [t, a] = [time.std ?? 0, accuracy.std ?? 0];
    return [{
      ...{ run: name, time: time.mean, accuracy: accuracy.mean },
      // A logarithmic axis has no place for what is not above 0.
      ...{ left: Math.max(time.mean - t, time.mean / 10), right: time.mean + t },
      ...{ low: accuracy.mean - a, high: accuracy.mean + a },
      ...{ Training: `${spread(time, seconds)} s`, Accuracy: `${spread(accuracy, percent)} %` },
    }];
  });
  if (points.length < 2) return undefined;
  const panels = panelsOf(runs), several = panels.length > 1;
  const titles = { x: "Training time, s", y: `Final ${part} accuracy` };
  return {
    title: "Time against accuracy",
    note: (several ? `↑ ${titles.y}, → ${titles.x.toLowerCase()}. ` : "") + "Up and to the left is better.",
    hides: true,
    wide: several,
    plots: panels.map((panel) => plot(panel, points, several ? undefined : titles, runs)),
  };
}

function plot(
  { name, names }: Panel,
  all: readonly Point[],
  titles: { x: string; y: string } | undefined,
  runs: Runs,
): Plot {
  const range = (of: (point: Point) => number[], room: number) => {
    const values = all.flatMap(of), [low, high] = [Math.min(...values), Math.max(...values)];
    const around = room * (high - low) || high / 10 || 1;
    return [low - around, high + around];
  };
  const times = all.flatMap(({ left, right }) => [left, right]);
  const [least, most] = [Math.min(...times) / 1.2, Math.max(...times) * 1.2];
  const [low, high] = range((point) => [point.low, point.high], 0.1);
  const wide = isWide(least, most), middle = wide ? Math.sqrt(least * most) : (least + most) / 2;
  const x = {
    ...{ type: "quantitative", title: titles?.x ?? null },
    ...(wide
      ? {
        scale: { type: "log", domain: [least, most], nice: false },
        axis: ticksAt(logTicks(least, most, 5)),
      }
      : {
        scale: { domain: range(({ left, right }) => [left, right], 0.06), nice: false },
        axis: { tickCount: { expr: "clamp(width / 60, 2, 8)" }, labelOverlap: true, labelFlush: false },
      }),
  };
  const y = {
    ...{ type: "quantitative", title: titles?.y ?? null },
    scale: { domain: [low, Math.min(high, 1.01)], nice: false },
    axis: { ...PERCENT_LABELS, tickCount: titles ? 6 : 4, domain: false, ticks: false, labelPadding: 6 },
  };
  const points = all.filter(({ run }) => names.includes(run));
  // Names are written beside the points where there is room for them.
  const named = titles && points.length <= 6 ? labelled(points, middle, 0.08 * (high - low)) : [];
  return {
    name,
    spec: {
      ...COMMON,
      height: titles ? 260 : 190,
      params: PARAMS,
      data: { values: points },
      transform: [NOT_HIDDEN],
      encoding: { color: runColor(runs) },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 1.5 },
          encoding: {
            ...{ x: { ...x, field: "left" }, x2: { field: "right" } },
            ...{ y: { ...y, field: "accuracy" }, opacity: faded(0.7) },
          },
        },
        {
          mark: { type: "rule", strokeWidth: 1.5 },
          encoding: {
            ...{ x: { ...x, field: "time" }, y: { ...y, field: "low" }, y2: { field: "high" } },
            opacity: faded(0.7),
          },
        },
        {
          mark: { type: "point", filled: true, size: 90 },
          encoding: {
            x: { ...x, field: "time" },
            y: { ...y, field: "accuracy" },
            opacity: faded(1),
            shape: {
              ...{ field: "run", type: "nominal", legend: null },
              scale: { domain: runs.names, range: runs.names.map((run) => lookOf(runs, run).shape) },
            },
            tooltip: [
              { field: "run", title: "Run", type: "nominal" },
              ...["Training", "Accuracy"].map((field) => ({ field, type: "nominal" })),
            ],
          },
        },
        ...named.map(({ run, right, below }) => ({
          transform: [{ filter: { field: "run", equal: run } }, { filter: "width > 400" }],
          mark: { type: "text", align: right ? "right" : "left", dx: right ? -9 : 9, dy: below ? 12 : -10 },
          encoding: {
            ...{ x: { ...x, field: "time" }, y: { ...y, field: "accuracy" }, text: { field: "run" } },
            ...{ color: { value: "var(--ink)" }, opacity: faded(1) },
          },
        })),
      ],
    },
  };
}

/** Where names are written: to the side that has more room, and below a point if another one is beside it. */
function labelled(points: readonly Point[], middle: number, near: number) {
  const above: Point[] = [];
  return points.map((point) => {
    const below = above.some(({ accuracy }) => Math.abs(accuracy - point.accuracy) < near);
    if (!below) above.push(point);
    return { run: point.run, right: point.time > middle, below };
  });
}
