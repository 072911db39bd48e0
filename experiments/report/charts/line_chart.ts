/** Curves.
 * @module
 */
import {
  type Chart,
  COMMON,
  faded,
  look,
  NOT_HIDDEN,
  PARAMS,
  PERCENT_LABELS,
  runColor,
  type Series,
  type Writing,
} from "./chart.ts";
import { logTicks } from "./log_ticks.ts";

/** How curves are drawn. */
export interface LineChartOptions {
  readonly title: string;
  readonly note?: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly writing: Writing;
  /** All runs of the study: their places decide their looks. */
  readonly runs: readonly string[];
  readonly series: readonly Series[];
  /** Whether the horizontal axis is logarithmic, where it can be. */
  readonly logX?: boolean;
  /** Where the vertical axis begins; what is below is cut off. */
  readonly from?: number;
}

/** A chart of curves with bands of one standard deviation; undefined if there is nothing to draw. */
export function lineChart(options: LineChartOptions): Chart | undefined {
  const { title, note, xTitle, yTitle, writing, runs, logX, from } = options;
  const series = options.series.filter(({ x }) => x.length > 0);
  if (series.length === 0) return undefined;
  const xs = series.flatMap(({ x }) => x), ys = series.flatMap(({ y }) => y);
  const [first, last] = [least(xs), -least(xs.map((x) => -x))];
  const [low, high] = [least(ys), -least(ys.map((y) => -y))];
  const logarithmic = writing === "number" && low > 0 && high / low > 10 ** 1.5;
  const single = first === last;
  const bands = series.some(({ std }) => std);
  const domain = from === undefined ? {} : { domainMin: from };
  const scale = logarithmic ? { type: "log", nice: false } : { zero: false, ...domain };
  const y = {
    type: "quantitative",
    title: yTitle,
    scale,
    axis: {
      tickCount: 6,
      ...(writing === "percent" ? PERCENT_LABELS : { format: numberFormat(low, high, logarithmic) }),
      domain: false,
      ticks: false,
      labelPadding: 6,
      ...(logarithmic ? { values: logTicks(low, high) } : {}),
    },
  };
  const names = runs.filter((name) => series.some(({ run }) => run === name));
  const dash = {
    ...{ field: "run", type: "nominal", legend: null },
    scale: { domain: runs, range: runs.map((_, i) => look(i).dash) },
  };
  const here = { filter: "datum.x === at" };
  return {
    ...{ title, note, hides: names.length > 1 },
    curves: { series, xTitle, yTitle, writing },
    spec: {
      ...COMMON,
      height: 260,
      params: [...PARAMS, { name: "at", value: null }],
      data: { name: "points" },
      transform: [NOT_HIDDEN],
      encoding: {
        x: {
          ...{ field: "x", type: "quantitative", title: xTitle },
          scale: {
            ...(logX && first > 0 && !single ? { type: "log" } : { zero: false }),
            domain: single ? [first - 0.5, first + 0.5] : [first, last],
            nice: false,
          },
          axis: {
            ...{ grid: false, tickMinStep: 1, tickCount: 8, format: ",~f", labelOverlap: true },
            ...(logX && first > 0 ? { values: logTicks(first, last) } : {}),
          },
        },
        color: runColor(runs),
      },
      layer: [
        ...(bands
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
          encoding: { y: { ...y, field: "y" }, strokeDash: dash, opacity: faded(1) },
        },
        ...(single || xs.length / series.length <= 3
          ? [{
            mark: { type: "point", filled: true, size: 50, opacity: 1 },
            encoding: { y: { ...y, field: "y" } },
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
            type: "point",
            filled: true,
            size: 55,
            opacity: 1,
            clip: true,
            stroke: "var(--card)",
            strokeWidth: 1.5,
          },
          encoding: { y: { ...y, field: "y" } },
        },
      ],
    },
  };
}

/** Powers of ten where other numbers would be long. */
function numberFormat(low: number, high: number, logarithmic: boolean): string {
  if (logarithmic) return high / low > 1e4 ? "~e" : "~g";
  return high >= 1e5 ? "~e" : "~r";
}

function least(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}
