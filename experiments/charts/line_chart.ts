import { max, min } from "../study/extent.ts";
import { isWide, logTicks, ticksAt } from "./axes.ts";
import { type Chart, lookOf, type Plot, sentences, type Series, type Writing } from "./chart.ts";
import { curveRows } from "./curve_rows.ts";
import { byRun, CROSS, DIVERGED_MARK, faded, layer, NOT_HIDDEN, PARAMS, type Part } from "./encoding.ts";
import { PERCENT_LABELS, quantitative, QUIET } from "./encoding.ts";
import { type Panel, panelsOf, type Runs } from "./runs.ts";

/** So few points are seen one by one. */
const FEW = 15;

/** The axis of epochs or steps. */
const STEPS = { grid: false, tickMinStep: 1, format: ",~f", labelOverlap: true, labelFlush: false };

/** What is drawn, and how. */
export interface Curves {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly writing: Writing;
  readonly runs: Runs;
  /** Of how many seeds the curves are means. */
  readonly seeds: number;
  readonly series: readonly Series[];
  /** What is drawn behind them, in grey. */
  readonly others?: readonly Series[];
  /** Whether the horizontal axis is logarithmic, where it can be. */
  readonly logX?: boolean;
  /** Where the vertical axis begins; what is below is cut off. */
  readonly from?: number;
  /** What is worth a line across where the curves come near it, the highest first. */
  readonly limits?: readonly Limit[];
}

export interface Limit {
  readonly limit: number;
  readonly name: string;
}

/** Curves with bands of one standard deviation, in panels where the study has some; undefined if there is nothing to draw. */
export function lineChart(curves: Curves): Chart | undefined {
  const { id, title, xTitle, yTitle, runs, seeds, from = -Infinity } = curves;
  // Broken lines come last, so that they are seen on top of others.
  const broken = ({ run }: Series) => Number(lookOf(runs, run).dash[1] > 0);
  const series = curves.series.filter(({ x }) => x.length > 0).toSorted((a, b) => broken(a) - broken(b));
  if (series.length === 0) return undefined;
  const panels = panelsOf(runs), several = panels.length > 1, limits = limitsNear(series, curves.limits);
  const note = sentences(
    curves.note,
    series.some(({ std }) => std) && `Line: mean of ${seeds} seeds, band: ± one standard deviation.`,
    limits.length > 0 && `Dashed: ${limits.map(({ name }) => name).join("; ")}.`,
  );
  const seen = ({ diverged, y }: Series) => diverged && y.at(-1)! >= from;
  const end = series.some(seen) && "the last finite number of a run that diverged";
  const drawn = { ...curves, series, limits }, axes = axesOf(drawn);
  return {
    id,
    title,
    note: sentences(several && `↑ ${yTitle}, → ${xTitle.toLowerCase()}.`, note, end && `✕: ${end}.`) ||
      undefined,
    hides: series.length > 1,
    wide: several,
    plots: panels.map((panel) => plot(panel, drawn, axes)),
    paper: {
      note,
      legend: "lines",
      marks: end ? [{ name: end, shape: CROSS, filled: false }] : [],
      axes: several ? { x: xTitle, y: yTitle } : undefined,
    },
  };
}

/** The limits that curves come near, or are beyond when a run has diverged. */
function limitsNear(series: readonly Series[], limits: readonly Limit[] = []): readonly Limit[] {
  const most = max(series, ({ y }) => max(y))!, diverged = series.some(({ diverged }) => diverged);
  return limits.filter(({ limit }) => limit < most * 100 || (diverged && most > 1e12));
}

/** What is drawn for certain. */
type Drawn = Curves & { readonly limits: readonly Limit[] };

/** The axes, which all panels share. */
function axesOf({ series, limits, others = [], xTitle, yTitle, writing, runs, logX, from }: Drawn) {
  const rows = curveRows(series), steps = [...new Set(rows.map(({ x }) => x))].sort((a, b) => a - b);
  const first = steps[0], last = steps.at(-1)!, single = first === last;
  const low = min([...series, ...others], ({ y }) => min(y))!;
  const highest = [max(rows, (row) => row.high), max(others, ({ y }) => max(y)), limits[0]?.limit];
  const high = max(highest, (value) => value)!;
  const lowest = Math.min(low, Math.max(min(rows, (row) => row.low)!, low > 0 ? low / 2 : -Infinity));
  const panels = runs.layout.panels.length > 1, logSteps = logX && first > 0 && !single;
  const logarithmic = writing === "number" && isWide(low, high), logRoom = (high / lowest) ** 0.06;
  const room = low === high ? Math.abs(low) / 10 || 1 : 0.03 * (high - (from ?? lowest));
  const top = writing === "percent" ? Math.min(1, high + room) : high + room;
  const count = { tickCount: { expr: "clamp(width / 60, 2, 10)" } };
  const stepDomain = single ? [first - 0.5, first + 0.5] : [first, last];
  const x = quantitative(
    "x",
    panels ? null : xTitle,
    { ...(logSteps ? { type: "log" } : { zero: false }), domain: stepDomain, nice: false },
    {
      ...STEPS,
      // Learning rates are no counts.
      ...(first < 1 && { tickMinStep: undefined }),
      ...(logSteps ? ticksAt(logTicks(first, last, 6)) : last - first < FEW ? { values: steps } : count),
    },
  );
  const y = quantitative(
    "y",
    panels ? null : yTitle,
    logarithmic
      ? { type: "log", domain: [lowest / logRoom, high * logRoom], nice: false }
      : { domain: [from ?? lowest - room, top], nice: false },
    {
      ...QUIET,
      ...(writing === "percent" && PERCENT_LABELS),
      ...(logarithmic ? ticksAt(logTicks(lowest, high, panels ? 6 : 8)) : { tickCount: panels ? 4 : 6 }),
    },
  );
  return { x, y };
}

function plot({ name, names }: Panel, drawn: Drawn, { x, y }: ReturnType<typeof axesOf>): Plot {
  const { xTitle, yTitle, writing, runs, from, others = [], limits } = drawn;
  // All panels have the same specification, which is compiled once.
  const { series } = drawn, points = series.reduce((sum, { x }) => sum + x.length, 0);
  const low = { ...y, field: "low" }, y2 = { field: "high" };
  const band = layer(
    { type: "area", clip: true, tooltip: null },
    { y: low, y2, detail: { field: "run" }, opacity: faded(0.16) },
  );
  const line = layer(
    { type: "line", strokeWidth: 2, clip: true, strokeJoin: "round" },
    { y, strokeDash: byRun(runs, "dash"), opacity: faded(1) },
  );
  const size = points <= 3 * series.length ? 50 : 25;
  const dots = layer({ type: "point", filled: true, size, opacity: 1, clip: from !== undefined }, { y });
  const shown = from === undefined ? "datum.end" : `datum.end && datum.y >= ${from}`;
  const ends = layer(DIVERGED_MARK, { y, opacity: faded(1) }, shown);
  const pointer = {
    transform: [{ filter: "datum.x === at" }, { aggregate: [], groupby: ["x"] }],
    mark: { type: "rule", strokeDash: [3, 3] },
    encoding: { color: { value: "var(--ink-soft)" } },
  };
  const ring = { type: "point", filled: true, size: 55, stroke: "var(--card)", strokeWidth: 1.5 };
  const pointed = layer({ ...ring, opacity: 1, clip: true }, { y }, "datum.x === at");
  const coloured = [
    series.some(({ std }) => std) && band,
    line,
    points <= FEW * series.length && dots,
    series.some(({ diverged }) => diverged) && ends,
    pointer,
    pointed,
  ].filter(Boolean);
  return {
    name,
    curves: { series: series.filter(({ run }) => names.includes(run)), xTitle, yTitle, writing },
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
        { transform: [NOT_HIDDEN], encoding: { color: byRun(runs, "color") }, layer: coloured },
      ],
    },
  };
}

/** Lines without a name, each a row of the data until it is drawn. */
function greyLines(others: readonly Series[], y: Part): Part {
  return {
    data: { values: others.map(({ run, x, y }) => ({ run, x, y })) },
    transform: [{ flatten: ["x", "y"] }],
    mark: { type: "line", strokeWidth: 1, color: "var(--ink-soft)", opacity: 0.3, clip: true, tooltip: null },
    encoding: { y, detail: { field: "run" } },
  };
}
