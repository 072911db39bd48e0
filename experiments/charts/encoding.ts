/** Parts of specifications that several charts share.
 * @module
 */
import { type Look, lookOf } from "./chart.ts";
import type { Runs } from "./runs.ts";

/** A part of a specification. */
export type Part = Record<string, unknown>;

/** A layer: a mark and its channels, for the rows that filters let through. */
export function layer(mark: Part, encoding: Part, ...filters: readonly unknown[]): Part {
  return { ...(filters.length > 0 && { transform: filters.map((filter) => ({ filter })) }), mark, encoding };
}

/** A channel of numbers. */
export function quantitative(
  field: string,
  title: string | null | undefined,
  scale: Part,
  axis: Part | null,
): Part {
  return { field, type: "quantitative", title, scale, axis };
}

/** A channel of names. Legends stand beside the chart, so that one is enough for several. */
export function named(field: string, domain: readonly string[], range: readonly unknown[]): Part {
  return { field, type: "nominal", legend: null, scale: { domain, range } };
}

/** A channel in which runs differ. */
export function byRun(runs: Runs, look: keyof Look): Part {
  return named("run", runs.names, runs.names.map((name) => lookOf(runs, name)[look]));
}

/** Parameters of charts with runs: those that are hidden, and the one that is pointed at in the legend. */
export const PARAMS = [{ name: "hidden", value: [] }, { name: "focus", value: "" }];

/** Leaves out what is hidden. */
export const NOT_HIDDEN = { filter: "indexof(hidden, datum.run) < 0" };

/** Fades all but the run that is pointed at in the legend. */
export function faded(opacity: number): Part {
  return { condition: { test: "focus === '' || datum.run === focus", value: opacity }, value: opacity / 6 };
}

/** Two strokes, as a path of Vega. */
export const CROSS = "M-1,-1L1,1M1,-1L-1,1";

/** How the end of a run is marked that diverged. */
export const DIVERGED_MARK = { type: "point", shape: CROSS, size: 90, strokeWidth: 2.2, opacity: 1 };

/** What lies around a text, so that it is legible on lines. */
export const HALO = { stroke: "var(--card)", strokeWidth: 4, strokeJoin: "round" };

/** A channel that colours accuracies, from worst to best. */
export function ramp(domain: readonly number[]): Part {
  const range = [0, 1, 2, 3, 4, 5, 6].map((i) => `var(--ramp-${i})`);
  const scale = { type: "quantize", domain, range, nice: false, zero: false };
  return { field: "accuracy", type: "quantitative", legend: null, scale };
}

/** What is shown of a mark that is pointed at: fields by what they are called. */
export function tooltip(fields: Readonly<Record<string, string>>): Part[] {
  return Object.entries(fields).map(([title, field]) => ({ field, title, type: "nominal" }));
}

/** An axis without a line of its own. */
export const QUIET = { domain: false, ticks: false, labelPadding: 6 };

/** What is written at the ticks of an axis of fractions. */
export const PERCENT_LABELS = { labelExpr: "format(100 * datum.value, '~r') + ' %'" };

/** Whether a name has no room on one line beside a chart. */
const LONG_NAME = "6.6 * length(datum.label) > max(150, containerSize()[0] * 0.4)";

/** The labels of names on an axis: on a phone long ones are in two lines. */
export const NAME_LABELS = {
  labelExpr:
    `${LONG_NAME} ? split(replace(datum.label, regexp('^(.{6,18} |\\\\S{6,}?-)'), '$1\\n'), '\\n') : datum.label`,
  labelOffset: { condition: { test: LONG_NAME, value: -6 }, value: 0 },
  labelLimit: { expr: "max(150, containerSize()[0] * 0.4)" },
  labelLineHeight: 13,
};
