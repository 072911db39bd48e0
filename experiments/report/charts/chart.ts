/** Charts, as Vega-Lite describes them.
 * @module
 */

/** One curve: the figures of a run, or the means of several. */
export interface Series {
  /** What it is of. */
  readonly run: string;
  /** Where it was measured: epochs, or steps. */
  readonly x: readonly number[];
  /** What was measured. */
  readonly y: readonly number[];
  /** The standard deviations, if there are several runs. */
  readonly std?: readonly (number | null)[];
}

/** How the page writes a number: a fraction as hundredths, or any number with four digits. */
export type Writing = "percent" | "number";

/** A chart. */
export interface Chart {
  /** Its headline. */
  readonly title: string;
  /** What is to be known to read it. */
  readonly note?: string;
  /** Its description for Vega-Lite, without data if there are curves. */
  readonly spec: Record<string, unknown>;
  /** Curves: hovering shows all that are at the same place. */
  readonly curves?: {
    readonly series: readonly Series[];
    readonly xTitle: string;
    readonly yTitle: string;
    readonly writing: Writing;
  };
  /** Whether runs can be hidden in it. */
  readonly hides: boolean;
  /** Whether it takes the whole width of a page. */
  readonly wide?: boolean;
}

/** How many colours there are; style.css has them. The colours are Okabe's and Ito's, without yellow. */
const COLOURS = 7;

/** Strokes differ too: curves that coincide are both seen, and prints without colour can be read. */
const DASHES = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3]];

/** How the runs of a study look, in all its charts. */
export interface Look {
  /** A colour of style.css. */
  readonly color: string;
  /** Lengths of strokes and gaps. */
  readonly dash: readonly number[];
}

/** The looks of runs: 28 differ. */
export function look(i: number): Look {
  return { color: `var(--run-${i % COLOURS})`, dash: DASHES[i % DASHES.length] };
}

/** A channel that colours runs. The page has a legend of its own. */
export function runColor(names: readonly string[]): Record<string, unknown> {
  return {
    field: "run",
    type: "nominal",
    legend: null,
    scale: { domain: names, range: names.map((_, i) => look(i).color) },
  };
}

/** Parameters of all charts: the runs that are hidden, and the one that is pointed at in the legend. */
export const PARAMS = [{ name: "hidden", value: [] }, { name: "focus", value: "" }];

/** Leaves out what is hidden. */
export const NOT_HIDDEN = { filter: "indexof(hidden, datum.run) < 0" };

/** Fades all but the run that is pointed at in the legend. */
export function faded(opacity: number): Record<string, unknown> {
  return { condition: { test: "focus === '' || datum.run === focus", value: opacity }, value: opacity / 6 };
}

/** What all charts share: as wide as their place, colours of style.css. */
export const COMMON = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  width: "container",
  autosize: { type: "fit-x", contains: "padding" },
  background: null,
  padding: { left: 2, right: 12, top: 6, bottom: 2 },
  config: {
    font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    axis: {
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: "normal",
      titlePadding: 8,
      labelColor: "var(--ink-soft)",
      titleColor: "var(--ink-soft)",
      gridColor: "var(--rule)",
      domainColor: "var(--rule-strong)",
      tickColor: "var(--rule-strong)",
      tickSize: 4,
    },
    legend: {
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: "normal",
      labelColor: "var(--ink-soft)",
      titleColor: "var(--ink-soft)",
    },
    text: { color: "var(--ink)", fontSize: 12 },
    view: { stroke: null },
  },
} as const;

/** A channel that colours accuracies, from worst to best; colours of style.css, which change with light and dark. */
export const RAMP = {
  ...{ field: "accuracy", type: "quantitative", legend: null },
  scale: {
    type: "quantize",
    nice: false,
    zero: false,
    range: [0, 1, 2, 3, 4, 5, 6].map((i) => `var(--ramp-${i})`),
  },
};

/** What is written at the ticks of an axis of fractions. */
export const PERCENT_LABELS = { labelExpr: "format(100 * datum.value, '~r') + ' %'" };

/** The limit of long names on an axis: a third of a narrow screen. */
export const LABEL_LIMIT = { expr: "max(140, containerSize()[0] * 0.36)" };
