/** Charts, as Vega-Lite describes them.
 * @module
 */
import type { Runs } from "./runs.ts";
import { DASHES, SHAPES } from "./plot_style.ts";

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
  /** Whether it ends because the run diverged. */
  readonly diverged?: boolean;
}

/** How the page writes a number: a fraction as hundredths, or any number with four digits. */
export type Writing = "percent" | "number";

/** A chart. */
export interface Chart {
  /** Its headline. */
  readonly title: string;
  /** What is to be known to read it. */
  readonly note?: string;
  /** Its drawings: one, or several beside each other. */
  readonly plots: readonly Plot[];
  /** Whether runs can be hidden in it. */
  readonly hides: boolean;
  /** Whether it takes the whole width of a page. */
  readonly wide?: boolean;
  /** The least width of its drawing, in pixels: on narrower screens it is moved. */
  readonly least?: number;
}

/** A drawing. */
export interface Plot {
  /** What it shows of what the others beside it do not. */
  readonly name?: string;
  /** Its description for Vega-Lite, without data if there are curves. */
  readonly spec: Record<string, unknown>;
  /** Curves: hovering shows all that are at the same place. */
  readonly curves?: {
    readonly series: readonly Series[];
    readonly xTitle: string;
    readonly yTitle: string;
    readonly writing: Writing;
  };
}

/** How many colours there are; style.css has them. The colours are Okabe's and Ito's, without yellow. */
const COLOURS = 7;

/** How a run looks in all charts. */
export interface Look {
  /** A colour of style.css. */
  readonly color: string;
  /** Lengths of strokes and gaps. */
  readonly dash: readonly number[];
  /** What points look like. */
  readonly shape: string;
}

/** The looks of lines: 28 differ. */
export function look(i: number): Look {
  return {
    color: `var(--run-${i % COLOURS})`,
    dash: DASHES[i % DASHES.length],
    shape: SHAPES[i % SHAPES.length],
  };
}

/** The look of a run: that of its line, which is the same in all panels. */
export function lookOf({ layout }: Runs, run: string): Look {
  return look(Math.max(0, layout.lines.indexOf(layout.of(run).line)));
}

/** A channel that colours runs. The page has a legend of its own. */
export function runColor(runs: Runs): Record<string, unknown> {
  return {
    field: "run",
    type: "nominal",
    legend: null,
    scale: { domain: runs.names, range: runs.names.map((name) => lookOf(runs, name).color) },
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

/** How the end of a run is marked that diverged. */
export const DIVERGED_MARK = {
  type: "point",
  shape: "M-1,-1L1,1M1,-1L-1,1",
  size: 90,
  strokeWidth: 2.2,
  opacity: 1,
};

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
