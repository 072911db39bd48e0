/** Curves.
 * @module
 */
import { isWide, logTicks, ticksAt } from "./axes.ts";
import {
  type Chart,
  COMMON,
  DIVERGED_MARK,
  faded,
  lookOf,
  NOT_HIDDEN,
  PARAMS,
  PERCENT_LABELS,
  type Plot,
  runColor,
  type Series,
  type Writing,
} from "./chart.ts";
import { type Panel, panelsOf, type Runs } from "./runs.ts";

/** How curves are drawn. */
export interface LineChartOptions {
  readonly title: string;
  readonly note?: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly writing: Writing;
  /** The runs of the charts of the study. */
  readonly runs: Runs;
  readonly series: readonly Series[];
  /** Whether the horizontal axis is logarithmic, where it can be. */
  readonly logX?: boolean;
  /** Where the vertical axis begins; what is below is cut off. */
  readonly from?: number;
}

/** A chart of curves with bands of one standard deviation, in panels where the study has some; undefined if there is nothing to draw. */
export function lineChart(options: LineChartOptions): Chart | undefined {
  const { title, note, xTitle, yTitle, runs } = options;
  // Broken lines come last, so that they are seen on top of others.
  const broken = ({ run }: Series) => Number(lookOf(runs, run).dash[1] > 0);
  const series = options.series.filter(({ x }) => x.length > 0).toSorted((a, b) => broken(a) - broken(b));
  if (series.length === 0) return undefined;
  const panels = panelsOf(runs), axes = axesOf(series, options);
  const seen = ({ diverged, y }: Series) => diverged && y.at(-1)! >= (options.from ?? -Infinity);
  const ends = series.some(seen) ? "✕: diverged." : "";
  const several = panels.length > 1 ? `↑ ${yTitle}, → ${xTitle.toLowerCase()}.` : "";
  return {
    title,
    note: [several, note, ends].filter(Boolean).join(" ") || undefined,
    hides: series.length > 1,
    wide: panels.length > 1,
    plots: panels.map((panel) => plot(panel, series, axes, options)),
  };
}

/** The axes that all panels share. */
interface Axes {
  readonly x: Record<string, unknown>;
  readonly y: Record<string, unknown>;
}

function axesOf(
  series: readonly Series[],
  { xTitle, yTitle, writing, runs, logX, from }: LineChartOptions,
): Axes {
  const xs = series.flatMap(({ x }) => x);
  const [first, last] = [least(xs), -least(xs.map((x) => -x))];
  const reach = (sign: 1 | -1) =>
    series.flatMap(({ y, std }) => y.map((value, i) => value + sign * (std?.[i] ?? 0)));
  const [low, high] = [least(series.flatMap(({ y }) => y)), -least(reach(1).map((y) => -y))];
  const lowest = Math.min(low, Math.max(least(reach(-1)), low > 0 ? low / 2 : -Infinity));
  const panels = runs.layout.panels.length > 1;
  const logarithmic = writing === "number" && isWide(low, high);
  const room = low === high ? Math.abs(low) / 10 || 1 : 0.03 * (high - (from ?? lowest));
  const logRoom = (high / lowest) ** 0.06;
  const single = first === last, logSteps = logX && first > 0 && !single;
  return {
    x: {
      ...{ field: "x", type: "quantitative", title: panels ? null : xTitle },
      scale: {
        ...(logSteps ? { type: "log" } : { zero: false }),
        domain: single ? [first - 0.5, first + 0.5] : [first, last],
        nice: false,
      },
      axis: {
        ...{ grid: false, tickMinStep: 1, format: ",~f", labelOverlap: true, labelFlush: false },
        ...(logSteps
          ? ticksAt(logTicks(first, last, 6))
          : { tickCount: { expr: "clamp(width / 60, 2, 8)" } }),
      },
    },
    y: {
      type: "quantitative",
      title: panels ? null : yTitle,
      scale: logarithmic ? { type: "log", domain: [lowest / logRoom, high * logRoom], nice: false } : {
        domain: [from ?? lowest - room, writing === "percent" ? Math.min(1, high + room) : high + room],
        nice: false,
      },
      axis: {
        ...(writing === "percent" ? PERCENT_LABELS : {}),
        ...{ domain: false, ticks: false, labelPadding: 6 },
        ...(logarithmic ? ticksAt(logTicks(lowest, high, panels ? 6 : 8)) : { tickCount: panels ? 4 : 6 }),
      },
    },
  };
}

function plot(
  { name, names }: Panel,
  all: readonly Series[],
  { x, y }: Axes,
  { xTitle, yTitle, writing, runs, from }: LineChartOptions,
): Plot {
  const series = all.filter(({ run }) => names.includes(run));
  const points = series.reduce((sum, { x }) => sum + x.length, 0);
  const here = { filter: "datum.x === at" };
  const strokeDash = {
    ...{ field: "run", type: "nominal", legend: null },
    scale: { domain: runs.names, range: runs.names.map((run) => lookOf(runs, run).dash) },
  };
  return {
    name,
    curves: { series, xTitle, yTitle, writing },
    spec: {
      ...COMMON,
      height: name === undefined ? 260 : 190,
      params: [...PARAMS, { name: "at", value: null }],
      data: { name: "points" },
      transform: [NOT_HIDDEN],
      encoding: { x, color: runColor(runs) },
      layer: [
        ...(series.some(({ std }) => std)
          ? [{
            mark: { type: "area", clip: true, tooltip: null },
            encoding: {
              y: { ...y, field: "low" },
              y2: { field: "high" },
              detail: { field: "run" },
              opacity: faded(0.16),
            },
          }]
          : []),
        {
          mark: { type: "line", strokeWidth: 2, clip: true, strokeJoin: "round" },
          encoding: { y: { ...y, field: "y" }, strokeDash, opacity: faded(1) },
        },
        ...(points <= 3 * series.length
          ? [{
            mark: { type: "point", filled: true, size: 50, opacity: 1 },
            encoding: { y: { ...y, field: "y" } },
          }]
          : []),
        ...(series.some(({ diverged }) => diverged)
          ? [{
            transform: [{ filter: "datum.end" + (from === undefined ? "" : ` && datum.y >= ${from}`) }],
            mark: DIVERGED_MARK,
            encoding: { y: { ...y, field: "y" }, opacity: faded(1) },
          }]
          : []),
        {
          transform: [here, { aggregate: [], groupby: ["x"] }],
          mark: { type: "rule", strokeDash: [3, 3] },
          encoding: { color: { value: "var(--ink-soft)" } },
        },
        {
          transform: [here],
          mark: {
            ...{ type: "point", filled: true, size: 55, opacity: 1, clip: true },
            ...{ stroke: "var(--card)", strokeWidth: 1.5 },
          },
          encoding: { y: { ...y, field: "y" } },
        },
      ],
    },
  };
}

function least(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}
