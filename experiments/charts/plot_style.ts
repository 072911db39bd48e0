/** How plots look.
 * @module
 */
import { variantOf } from "../study/configuration.ts";
import { describeEpochs, describeLosses, describeNetwork, describeTraining } from "../analysis/describe.ts";
import { isWide, logTicks, ticksAt } from "./axes.ts";
import { isBest, type Study } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";

/** What plots of a study are drawn from. */
export type Result = Pick<StudyRecord, "study" | "runs" | "seeds" | "data" | "records">;

/** A description of a plot, as Vega-Lite wants it. */
export type Description = Record<string, unknown>;

/** Colours that people with any kind of colour vision tell apart on white (M. Okabe and K. Ito, 2008). */
export const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9"];

/** Strokes differ too: curves that coincide are both seen, and prints without colour can be read. */
export const DASHES = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3]];

/** Marks differ as well. */
export const SHAPES = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross"];

/** The width that a page leaves for a picture: a wider one is shrunk, and its letters with it. */
const PAGE = 830;

/** A dataset as people call it. */
export function datasetTitle(name: string): string {
  return ({ "mnist": "MNIST", "fashion-mnist": "Fashion-MNIST", "synthetic": "synthetic digits" })[name] ??
    name;
}

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

/** The layout of the variants of a study. */
export function layoutOf(study: Pick<Study, "panels">, variants: Iterable<string>): Layout {
  const of = (variant: string): Drawn => {
    const { panel, line } = study.panels?.(variant) ?? {};
    return { panel, line: line || variant };
  };
  const drawn = [...new Set(variants)].map(of);
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

/** The colours of lines and their strokes, with a legend below. */
export function styleOf(
  lines: readonly string[],
  width = 640,
): { color: Description; strokeDash: Description } {
  const legend = { symbolType: "stroke", symbolSize: 900, symbolStrokeWidth: 2.5, symbolOpacity: 1 };
  const [color, strokeDash] = channels(lines, width, legend, COLOURS, DASHES);
  return { color, strokeDash };
}

/** The colours of points and their shapes, likewise. */
export function pointStyleOf(
  lines: readonly string[],
  width = 640,
): { color: Description; shape: Description } {
  const legend = { symbolSize: 90, symbolOpacity: 1 };
  const [color, shape] = channels(lines, width, legend, COLOURS, SHAPES);
  return { color, shape };
}

function channels(
  lines: readonly string[],
  width: number,
  look: Description,
  ...ranges: readonly unknown[][]
): Description[] {
  const legend = lines.length > 1
    ? { title: null, orient: "bottom", columns: legendColumns(lines, width), ...look }
    : null;
  return ranges.map((range) => ({
    field: "line",
    type: "nominal",
    scale: { domain: lines, range: lines.map((_, i) => range[i % range.length]) },
    legend,
  }));
}

/** Rows in the order in which lines are drawn: unbroken ones first, so that others are seen on top of them. */
export function solidFirst<T extends { readonly variant: string }>(
  layout: Layout,
  rows: readonly T[],
): readonly T[] {
  const broken = ({ variant }: T) => layout.lines.indexOf(layout.of(variant).line) % DASHES.length > 0;
  return rows.toSorted((a, b) => Number(broken(a)) - Number(broken(b)));
}

/** The size of a panel: one is wide, several share the width. */
export function panelSize(
  { panels }: Layout,
  height = 300,
): { columns: number; width: number; height: number } {
  if (panels.length === 0) return { columns: 1, width: 640, height };
  const columns = panels.length === 4 ? 2 : panels.length < 4 ? panels.length : panels.length < 7 ? 3 : 4;
  return { columns, width: [640, 330, 215, 150][columns - 1], height: Math.max(0.75 * height, 220) };
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
  { study, runs, data }: Result,
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
      text: `${study.title}: ${title} on ${datasetTitle(data.name)}`,
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

/** Which runs diverged, so that a reader does not look for them. */
export function divergedNote({ study, records }: Result): string[] {
  const diverged = records.filter(({ status }) => status === "diverged").map(({ run }) => run.name);
  return diverged.length === 0 || study.search ? [] : [`diverged: ${diverged.join(", ")}`];
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

/** A text that is legible on top of lines, as layers. */
export function onTop(mark: Description, rest: Description): Description[] {
  const halo = { stroke: "white", strokeWidth: 4, strokeJoin: "round" };
  return [{ ...rest, mark: { type: "text", ...mark, ...halo } }, {
    ...rest,
    mark: { type: "text", ...mark },
  }];
}

/** The numbers from 1 to `last`. */
export function upTo(last: number): number[] {
  return Array.from({ length: Math.max(0, last) }, (_, i) => i + 1);
}

/** An axis of numbers: logarithmic if they are positive and of different magnitude. */
export function numberAxis(numbers: readonly number[]): { scale: Description; axis: Description } {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (isWide(least, most)) {
    const [low, high] = [least / 1.15, most * 1.15];
    return { scale: { type: "log", domain: [low, high], nice: false }, axis: ticksAt(logTicks(low, high)) };
  }
  const domain = numbers.length === 0 ? [0, 1] : least === most ? [0, 2 * most || 1] : undefined;
  return { scale: { zero: false, ...(domain && { domain }) }, axis: { tickCount: 8 } };
}

/** An axis of accuracies, with a little room around them. */
export function accuracyAxis(accuracies: readonly number[]): { scale: Description; axis: Description } {
  const [least, most] = [Math.min(1, ...accuracies), Math.max(0, ...accuracies)];
  const room = 0.06 * (most - least) || 0.05;
  const domain = least > most ? [0, 1] : [Math.max(0, least - room), Math.min(1, most + room)];
  return { scale: { domain, nice: false, zero: false }, axis: { tickCount: 8 } };
}

/** How many entries of a legend fit beside each other. */
function legendColumns(names: readonly string[], most: number): number {
  const width = (columns: number) =>
    upTo(columns).reduce((sum, column) => {
      const inColumn = names.filter((_, i) => i % columns === column - 1);
      return sum + 60 + Math.max(...inColumn.map((name) => textWidth(name, 13)));
    }, 0);
  return upTo(names.length).findLast((columns) => width(columns) <= most) ?? 1;
}

/** About the width of a text in pixels, in Helvetica or what takes its place. */
export function textWidth(text: string, fontSize: number): number {
  const letters = [...text].map((letter) =>
    /[ijltfI.,:;'|()[\] -]/.test(letter) ? 0.32 : /[A-Zmw%@=+×±→]/.test(letter) ? 0.72 : 0.56
  );
  return fontSize * letters.reduce((sum, width) => sum + width, 0);
}

/** The width of each of so many panels beside each other, behind names on the left. */
export function widthBeside(names: readonly string[], panels: number, fontSize = 12): number {
  const left = Math.max(0, ...names.map((name) => textWidth(name, fontSize))) + 10;
  return Math.min(330, Math.floor((PAGE - 24 - left) / panels - 22));
}

/** Measures text. */
type MeasureText = (item: { fontSize?: number }, text: unknown) => number;

/** Renders a description of Vega-Lite. Loading it takes a moment, so that happens here. */
export async function render(description: Description): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  // There is no canvas to measure text with, and what Vega assumes is much too wide.
  const { textMetrics } = vega as unknown as { textMetrics: { width: MeasureText } };
  textMetrics.width = ({ fontSize = 12 }, text) => textWidth(String(text ?? ""), fontSize);
  const { spec } = vegaLite.compile(description as unknown as Parameters<typeof vegaLite.compile>[0]);
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return renumber(svg) + "\n";
}

/**
 * Counts clip paths and gradients from 1: Vega goes on counting from plot to plot, and the same plot shall be the same bytes.
 */
function renumber(svg: string): string {
  const numbers: Record<string, Map<string, number>> = { clip: new Map(), gradient_: new Map() };
  return svg.replace(/(id="|url\(#)(clip|gradient_)(\d+)/g, (_, before, kind, id) => {
    const known = numbers[kind];
    if (!known.has(id)) known.set(id, known.size + 1);
    return before + kind + known.get(id);
  });
}
