/** How plots look.
 * @module
 */
import { variantOf } from "./configuration.ts";
import { describeEpochs, describeLosses, describeNetwork, describeTraining } from "./describe.ts";
import type { StudyPlan } from "./run_study.ts";
import { isBest } from "./study.ts";

/** A description of a plot, as Vega-Lite wants it. */
export type Description = Record<string, unknown>;

/** Colours that people with any kind of colour vision tell apart on white (M. Okabe and K. Ito, 2008). */
export const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9"];

/** Strokes differ too: curves that coincide are both seen, and prints without colour can be read. */
export const DASHES = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3]];

/** Where a variant is drawn. */
export interface Drawn {
  /** Its panel; undefined for every one. */
  readonly panel: string | undefined;
  /** The name of its line. */
  readonly line: string;
}

/** How the variants of a study are laid out. */
export interface Layout {
  /** The names of the lines, in order. */
  readonly lines: readonly string[];
  /** The panels, in order; empty for a single one without a name. */
  readonly panels: readonly string[];
  /** Where a variant is drawn. */
  of(variant: string): Drawn;
}

/** The layout of a study. */
export function layoutOf({ study, runs }: Pick<StudyPlan, "study" | "runs">): Layout {
  const of = (variant: string): Drawn => ({ panel: undefined, line: variant, ...study.panels?.(variant) });
  const drawn = [...new Set(runs.map(variantOf))].map(of);
  const panels = [...new Set(drawn.flatMap(({ panel }) => panel ?? []))];
  return { lines: [...new Set(drawn.map(({ line }) => line))], panels: panels.length > 1 ? panels : [], of };
}

/** Rows of data with the panel and the line of their variant; a row for each panel, if it belongs in every one. */
export function laidOut<T extends { readonly variant: string }>(
  layout: Layout,
  rows: readonly T[],
): unknown[] {
  return rows.flatMap((row) => {
    const { panel, line } = layout.of(row.variant);
    const panels = panel === undefined && layout.panels.length > 0 ? layout.panels : [panel];
    return panels.map((panel) => ({ ...row, panel, line }));
  });
}

/** The colours and strokes of lines. */
export function styleOf(
  lines: readonly string[],
  width = 640,
): { color: Description; strokeDash: Description } {
  const range = (values: readonly unknown[]) => lines.map((_, i) => values[i % values.length]);
  const color = {
    field: "line",
    type: "nominal",
    scale: { domain: lines, range: range(COLOURS) },
    legend: lines.length > 1
      ? {
        ...{ title: null, orient: "bottom", columns: legendColumns(lines, width) },
        ...{ symbolType: "stroke", symbolSize: 900, symbolStrokeWidth: 2.5, symbolOpacity: 1 },
      }
      : null,
  };
  return { color, strokeDash: { ...color, scale: { domain: lines, range: range(DASHES) } } };
}

/** The size of a panel: one is wide, several share the width. */
export function panelSize(
  { panels }: Layout,
  height = 300,
): { columns: number; width: number; height: number } {
  if (panels.length === 0) return { columns: 1, width: 640, height };
  const columns = panels.length <= 4 ? Math.min(panels.length, 2) : 3;
  return { columns, width: columns === 2 ? 330 : 220, height: columns === 2 ? 0.8 * height : 0.65 * height };
}

/** A drawing for each panel, or a single one. */
export function inPanels(layout: Layout, height: number, spec: Description): Description {
  const { columns, width, height: own } = panelSize(layout, height);
  if (layout.panels.length === 0) return { width, height: own, ...spec };
  return {
    facet: {
      field: "panel",
      type: "nominal",
      sort: layout.panels,
      title: null,
      header: { labelFontSize: 13 },
    },
    columns,
    spec: { width, height: own, ...spec },
  };
}

/** What all plots of a study have: a title with the dataset, what was trained, and how it looks. */
export function frame(
  { study, runs, data }: Pick<StudyPlan, "study" | "runs" | "data">,
  title: string,
  { details = [] }: { details?: readonly string[] } = {},
): Description {
  const shown = runs.filter(({ name }) => !isBest(study, name));
  const several = new Set(shown.map(variantOf)).size > 1;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    padding: 12,
    background: "white",
    title: {
      text: `${study.title}: ${title} on ${data.name}`,
      subtitle: [
        `${describeNetwork(shown, data)}, ${describeEpochs(shown)}` +
        (several ? "" : `, ${describeLosses(shown)}`),
        describeTraining(shown),
        ...details,
      ].flatMap((line) => splitLine(line, 115)),
      anchor: "start",
      offset: 14,
      fontSize: 16,
      subtitleFontSize: 12,
      subtitleColor: "#444",
      subtitlePadding: 5,
    },
    config: {
      font: "Helvetica, Arial, sans-serif",
      axis: {
        labelFontSize: 12,
        titleFontSize: 13,
        titleFontWeight: "normal",
        titlePadding: 8,
        gridColor: "#ddd",
      },
      legend: { labelFontSize: 13, labelLimit: 400, titleFontSize: 13, titleFontWeight: "normal" },
      header: { labelFontSize: 13 },
      view: { stroke: "#bbb" },
    },
  };
}

/** A line in pieces that fit, broken behind commas. */
function splitLine(line: string, width: number): string[] {
  const pieces = [""];
  for (const part of line.split(/(?<=, )/)) {
    if (pieces[pieces.length - 1].length + part.trimEnd().length <= width) pieces[pieces.length - 1] += part;
    else pieces.push(part);
  }
  return pieces.map((piece) => piece.trimEnd()).filter((piece) => piece !== "");
}

/** The numbers from 1 to `last`. */
export function upTo(last: number): number[] {
  return Array.from({ length: Math.max(0, last) }, (_, i) => i + 1);
}

/** Round numbers from `least` to `most` for a logarithmic axis: 1, 2, 5, 10 …, or powers of ten if those are many. */
export function steps(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least)), count = Math.ceil(Math.log10(most / least)) + 2;
  const every = Math.ceil(count / 12);
  const powers = upTo(Math.ceil(count / every)).map((i) =>
    Math.ceil(first / every) * every + (i - 1) * every
  );
  return powers.flatMap((power) => (count > 6 ? [1] : [1, 2, 5]).map((digit) => Number(`${digit}e${power}`)));
}

/** An axis of numbers: logarithmic if they are positive and of different magnitude. */
export function numberAxis(numbers: readonly number[]): { scale: Description; axis: Description } {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const logarithmic = least > 0 && Number.isFinite(most) && most / least > 10 ** 1.5;
  return {
    scale: logarithmic
      ? { type: "log", domain: [least / 1.15, most * 1.15], nice: false }
      : { zero: false, ...(numbers.length === 0 ? { domain: [0, 1] } : {}) },
    axis: logarithmic ? { values: steps(least, most), format: most < 1e6 && least > 1e-4 ? "~g" : ".0e" } : {
      tickCount: 8,
    },
  };
}

/** How many entries of a legend fit beside each other. */
function legendColumns(names: readonly string[], most: number): number {
  const width = (columns: number) =>
    upTo(columns).reduce((sum, column) => {
      const inColumn = names.filter((_, i) => i % columns === column - 1);
      return sum + 55 + 8 * Math.max(...inColumn.map(({ length }) => length));
    }, 0);
  return upTo(names.length).findLast((columns) => width(columns) <= most) ?? 1;
}

/** Estimates the width of a text in pixels. */
type MeasureText = (item: { fontSize?: number }, text: unknown) => number;

/** Renders a description of Vega-Lite. Loading it takes a moment, so that happens here. */
export async function render(description: Description): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  // There is no canvas to measure text with, and what Vega assumes is much too wide.
  const { textMetrics } = vega as unknown as { textMetrics: { width: MeasureText } };
  textMetrics.width = ({ fontSize = 12 }, text) => 0.53 * fontSize * String(text ?? "").length;
  const { spec } = vegaLite.compile(description as unknown as Parameters<typeof vegaLite.compile>[0]);
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return svg + "\n";
}
