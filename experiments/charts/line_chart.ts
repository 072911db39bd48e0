/** Curves.
 * @module
 */
import { extent, max, min } from "../study/extent.ts";
import { isWide, logTicks, ticksAt } from "./axes.ts";
import { type Chart, lookOf, type Plot, type Series, type Writing } from "./chart.ts";
import { curveRows } from "./curve_rows.ts";
import { DIVERGED_MARK, faded, NOT_HIDDEN, PARAMS, PERCENT_LABELS, runColor } from "./encoding.ts";
import { type Panel, panelsOf, type Runs } from "./runs.ts";

/** So few points are seen one by one. */
const FEW = 15;

/** How curves are drawn. */
export interface LineChartOptions {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly writing: Writing;
  /** The runs of the charts of the study. */
  readonly runs: Runs;
  /** With how many seeds they were run. */
  readonly seeds: number;
  readonly series: readonly Series[];
  /** What is drawn behind them, in grey. */
  readonly others?: readonly Series[];
  /** Whether the horizontal axis is logarithmic, where it can be. */
  readonly logX?: boolean;
  /** Where the vertical axis begins; what is below is cut off. */
  readonly from?: number;
  /** What is worth a line across where the curves come near it. */
  readonly limits?: readonly Limit[];
}

export interface Limit {
  readonly limit: number;
  readonly name: string;
}

/**
 * A chart of curves with bands of one standard deviation, in panels where the study has some; undefined if there is
 * nothing to draw.
 */
export function lineChart(options: LineChartOptions): Chart | undefined {
  const { id, title, xTitle, yTitle, runs, seeds, from = -Infinity } = options;
  // Broken lines come last, so that they are seen on top of others.
  const broken = ({ run }: Series) => Number(lookOf(runs, run).dash[1] > 0);
  const series = options.series.filter(({ x }) => x.length > 0).toSorted((a, b) => broken(a) - broken(b));
  if (series.length === 0) return undefined;
  const panels = panelsOf(runs), several = panels.length > 1;
  const seen = ({ diverged, y }: Series) => diverged && y.at(-1)! >= from;
  const limits = limitsNear(series, options.limits);
  const note = [
    options.note,
    series.some(({ std }) => std) ? `Line: mean of ${seeds} seeds, band: ± one standard deviation.` : "",
    limits.length > 0 ? `Dashed: ${limits.map(({ name }) => name).join("; ")}.` : "",
  ].filter(Boolean).join(" ");
  const ends = series.some(seen) ? "the last finite number of a run that diverged" : "";
  const axes = axesOf(series, limits, options);
  return {
    id,
    title,
    note: [several ? `↑ ${yTitle}, → ${xTitle.toLowerCase()}.` : "", note, ends && `✕: ${ends}.`]
      .filter(Boolean).join(" ") || undefined,
    hides: series.length > 1,
    wide: several,
    plots: panels.map((panel) => plot(panel, series, limits, axes, options)),
    paper: {
      note,
      legend: "lines",
      marks: ends ? [{ name: ends, shape: DIVERGED_MARK.shape, filled: false }] : [],
      axes: several ? { x: xTitle, y: yTitle } : undefined,
    },
  };
}

/** The limits that curves come near, or are beyond when a run has diverged. */
function limitsNear(series: readonly Series[], limits: readonly Limit[] = []): readonly Limit[] {
  const most = max(series, ({ y }) => max(y))!, diverged = series.some(({ diverged }) => diverged);
  return limits.filter(({ limit }) => limit < most * 100 || (diverged && most > 1e12));
}

/** The axes that all panels share. */
interface Axes {
  readonly x: Record<string, unknown>;
  readonly y: Record<string, unknown>;
}

function axesOf(
  series: readonly Series[],
  limits: readonly Limit[],
  { xTitle, yTitle, writing, runs, others = [], logX, from }: LineChartOptions,
): Axes {
  const rows = curveRows(series);
  const [first, last] = extent(rows, ({ x }) => x) as [number, number];
  const low = min([...series, ...others], ({ y }) => min(y))!;
  const high = Math.max(
    max(rows, (row) => row.high)!,
    max(others, ({ y }) => max(y)) ?? -Infinity,
    max(limits, ({ limit }) => limit) ?? -Infinity,
  );
  const lowest = Math.min(low, Math.max(min(rows, (row) => row.low)!, low > 0 ? low / 2 : -Infinity));
  const panels = runs.layout.panels.length > 1;
  const logarithmic = writing === "number" && isWide(low, high);
  const room = low === high ? Math.abs(low) / 10 || 1 : 0.03 * (high - (from ?? lowest));
  const logRoom = (high / lowest) ** 0.06;
  const single = first === last, logSteps = logX && first > 0 && !single;
  return {
    x: {
      field: "x",
      type: "quantitative",
      title: panels ? null : xTitle,
      scale: {
        ...(logSteps ? { type: "log" } : { zero: false }),
        domain: single ? [first - 0.5, first + 0.5] : [first, last],
        nice: false,
      },
      axis: {
        grid: false,
        tickMinStep: 1,
        format: ",~f",
        labelOverlap: true,
        labelFlush: false,
        ...(logSteps
          ? ticksAt(logTicks(first, last, 6))
          : last - first < FEW
          ? { values: [...new Set(rows.map(({ x }) => x))].sort((a, b) => a - b) }
          : { tickCount: { expr: "clamp(width / 60, 2, 10)" } }),
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
        domain: false,
        ticks: false,
        labelPadding: 6,
        ...(logarithmic ? ticksAt(logTicks(lowest, high, panels ? 6 : 8)) : { tickCount: panels ? 4 : 6 }),
      },
    },
  };
}

function plot(
  { name, names }: Panel,
  all: readonly Series[],
  limits: readonly Limit[],
  { x, y }: Axes,
  { xTitle, yTitle, writing, runs, from, others = [] }: LineChartOptions,
): Plot {
  const series = all.filter(({ run }) => names.includes(run));
  const points = series.reduce((sum, { x }) => sum + x.length, 0);
  const here = { filter: "datum.x === at" };
  const strokeDash = {
    field: "run",
    type: "nominal",
    legend: null,
    scale: { domain: runs.names, range: runs.names.map((run) => lookOf(runs, run).dash) },
  };
  return {
    name,
    curves: { series, xTitle, yTitle, writing },
    spec: {
      height: name === undefined ? 260 : 190,
      params: [...PARAMS, { name: "at", value: null }],
      data: { name: "points" },
      encoding: { x },
      layer: [
        ...(others.length > 0 ? [greyLines(others, y)] : []),
        ...limits.map(({ limit }) => ({
          data: { values: [{ limit }] },
          mark: { type: "rule", strokeDash: [4, 3], color: "var(--ink-soft)", tooltip: null },
          encoding: { x: null, y: { ...y, field: "limit" } },
        })),
        {
          transform: [NOT_HIDDEN],
          encoding: { color: runColor(runs) },
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
            ...(points <= FEW * series.length
              ? [{
                mark: {
                  type: "point",
                  filled: true,
                  size: points <= 3 * series.length ? 50 : 25,
                  opacity: 1,
                  clip: from !== undefined,
                },
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
      ],
    },
  };
}

/** Lines without a name, each a row of the data until it is drawn. */
function greyLines(others: readonly Series[], y: Record<string, unknown>): Record<string, unknown> {
  return {
    data: { values: others.map(({ run, x, y }) => ({ run, x, y })) },
    transform: [{ flatten: ["x", "y"] }],
    mark: { type: "line", strokeWidth: 1, color: "var(--ink-soft)", opacity: 0.3, clip: true, tooltip: null },
    encoding: { y: { ...y, field: "y" }, detail: { field: "run" } },
  };
}
