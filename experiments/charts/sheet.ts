import { type LegendEntry, legendSvg } from "./legend.ts";
import { COLOURS, FONT } from "./paper.ts";
import type { Drawing } from "./render.ts";
import { wrapped } from "./text_width.ts";

/** The width of all: what a page leaves for a picture. A wider one is shrunk, and its letters with it. */
const WIDTH = 830;

/** What is left free around it and between drawings, and the room of a line of text and of the title of an axis. */
const MARGIN = 12, GAP = 8, LINE = 17, AXIS = 20, INNER = WIDTH - 2 * MARGIN;

/** What stands around the drawings of a chart. */
export interface Sheet {
  readonly title: string;
  /** Paragraphs below the title. */
  readonly subtitle: readonly string[];
  /** The titles of the axes that all drawings share. */
  readonly axes?: { readonly x: string; readonly y: string };
  /** The rows of the legend. */
  readonly legend: readonly (readonly LegendEntry[])[];
}

/** How many drawings stand beside each other. */
const columnsOf = (count: number) => count === 4 ? 2 : count < 4 ? count : count < 7 ? 3 : 4;

/** How wide each of so many drawings is. */
export function widthOf(count: number, { axes }: Sheet): number {
  const columns = columnsOf(count);
  return Math.floor((INNER - (axes ? AXIS : 0) - (columns - 1) * GAP) / columns);
}

/** A chart as one SVG: title, what is to be known, its drawings, which have names where there are several, and legend. */
export function sheetSvg(sheet: Sheet, drawings: readonly (Drawing & { readonly name?: string })[]): string {
  const { title, subtitle, axes, legend } = sheet, parts: string[] = [];
  let y = MARGIN;
  for (const line of wrapped(title, 16, INNER)) {
    parts.push(textSvg(line, `translate(${MARGIN},${y + 15})`, 16, 'font-weight="bold"'));
    y += 22;
  }
  for (const line of subtitle.flatMap((text) => wrapped(text, 12, INNER))) {
    parts.push(textSvg(line, `translate(${MARGIN},${y + 12})`, 12, "", COLOURS["ink-soft"]));
    y += LINE;
  }
  y += MARGIN;
  const columns = columnsOf(drawings.length), width = widthOf(drawings.length, sheet);
  const left = MARGIN + (axes ? AXIS : 0), top = y, centred = 'text-anchor="middle"';
  for (let first = 0; first < drawings.length; first += columns) {
    const row = drawings.slice(first, first + columns), head = row.some(({ name }) => name) ? LINE : 0;
    row.forEach(({ name, body }, i) => {
      const x = left + i * (width + GAP);
      if (name) parts.push(textSvg(name, `translate(${x + width / 2},${y + 13})`, 13, centred));
      parts.push(`<g transform="translate(${x},${y + head})">${body}</g>`);
    });
    y += head + row.reduce((most, { height }) => Math.max(most, height), 0) + GAP;
  }
  if (axes) {
    parts.push(textSvg(axes.y, `translate(${MARGIN + 13},${(top + y) / 2}) rotate(-90)`, 13, centred));
    parts.push(textSvg(axes.x, `translate(${(left + WIDTH - MARGIN) / 2},${y + 8})`, 13, centred));
    y += AXIS;
  }
  for (const entries of legend) {
    const { body, height } = legendSvg(entries, INNER);
    parts.push(`<g transform="translate(${MARGIN},${y + 4})">${body}</g>`);
    y += height + 4;
  }
  const size = `width="${WIDTH}" height="${Math.ceil(y + MARGIN / 2)}"`;
  return tidied(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size} ` +
      `viewBox="0 0 ${WIDTH} ${Math.ceil(y + MARGIN / 2)}" role="img"><title>${escaped(title)}</title>` +
      `<rect ${size} fill="${COLOURS.card}"/>${parts.join("")}</svg>\n`,
  );
}

/** A line of text. */
function textSvg(text: string, at: string, size: number, more = "", color = COLOURS.ink): string {
  return `<text transform="${at}" font-family="${FONT}" font-size="${size}px" fill="${color}" ${more}>${
    escaped(text)
  }</text>`;
}

/** A text as XML has it. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * Counts clip paths from 1, for Vega goes on counting from drawing to drawing, and the same chart shall be the same bytes;
 * and writes places with three decimals, as Vega does in paths.
 */
function tidied(svg: string): string {
  const known = new Map<string, number>();
  return svg.replace(/(id="|url\(#)clip(\d+)/g, (_, before, id) => {
    if (!known.has(id)) known.set(id, known.size + 1);
    return `${before}clip${known.get(id)}`;
  }).replace(
    / transform="[^"]*"/g,
    (part) => part.replace(/-?\d+\.\d{4,}/g, (n) => String(+Number(n).toFixed(3))),
  );
}
