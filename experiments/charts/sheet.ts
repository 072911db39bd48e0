/** A chart as one SVG: title, what is to be known, drawings beside each other, legend.
 * @module
 */
import type { Drawing } from "./render.ts";
import { type LegendEntry, legendSvg } from "./legend.ts";
import { COLOURS, FONT } from "./paper.ts";
import { wrapped } from "./text_width.ts";

/** The width of all: what a page leaves for a picture. A wider one is shrunk, and its letters with it. */
const WIDTH = 830;

/** What is left free around it, and between drawings. */
const MARGIN = 12, GAP = 8;

/** The room of a line of text, and of the title of an axis. */
const LINE = 17, AXIS = 20;

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
export function columnsOf(count: number): number {
  return count === 4 ? 2 : count < 4 ? count : count < 7 ? 3 : 4;
}

/** How wide each of so many drawings is. */
export function widthOf(count: number, { axes }: Sheet): number {
  const columns = columnsOf(count), inner = WIDTH - 2 * MARGIN - (axes ? AXIS : 0);
  return Math.floor((inner - (columns - 1) * GAP) / columns);
}

/** The sheet with its drawings, which have names where there are several. */
export function sheetSvg(sheet: Sheet, drawings: readonly (Drawing & { readonly name?: string })[]): string {
  const { title, subtitle, axes, legend } = sheet;
  const parts: string[] = [];
  let y = MARGIN;
  for (const line of wrapped(title, 16, WIDTH - 2 * MARGIN)) {
    parts.push(textSvg(line, MARGIN, y + 15, { size: 16, weight: "bold" }));
    y += 22;
  }
  for (const line of subtitle.flatMap((text) => wrapped(text, 12, WIDTH - 2 * MARGIN))) {
    parts.push(textSvg(line, MARGIN, y + 12, { size: 12, color: COLOURS["ink-soft"] }));
    y += LINE;
  }
  y += MARGIN;
  const columns = columnsOf(drawings.length), width = widthOf(drawings.length, sheet);
  const left = MARGIN + (axes ? AXIS : 0), top = y;
  for (let first = 0; first < drawings.length; first += columns) {
    const row = drawings.slice(first, first + columns);
    const named = row.some(({ name }) => name !== undefined);
    row.forEach(({ name, body }, i) => {
      const x = left + i * (width + GAP);
      if (name !== undefined) {
        parts.push(textSvg(name, x + width / 2, y + 13, { size: 13, anchor: "middle" }));
      }
      parts.push(`<g transform="translate(${x},${y + (named ? LINE : 0)})">${body}</g>`);
    });
    y += (named ? LINE : 0) + row.reduce((most, { height }) => Math.max(most, height), 0) + GAP;
  }
  if (axes) {
    const middle = (top + y) / 2;
    parts.push(
      textSvg(axes.y, 0, 0, {
        size: 13,
        anchor: "middle",
        at: `translate(${MARGIN + 13},${middle}) rotate(-90)`,
      }),
    );
    parts.push(textSvg(axes.x, left + (WIDTH - MARGIN - left) / 2, y + 8, { size: 13, anchor: "middle" }));
    y += AXIS;
  }
  for (const entries of legend) {
    const { body, height } = legendSvg(entries, WIDTH - 2 * MARGIN);
    parts.push(`<g transform="translate(${MARGIN},${y + 4})">${body}</g>`);
    y += height + 4;
  }
  const height = Math.ceil(y + MARGIN / 2);
  return renumbered(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${WIDTH}" ` +
      `height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">` +
      `<title>${escaped(title)}</title><rect width="${WIDTH}" height="${height}" fill="${COLOURS.card}"/>` +
      parts.join("") + "</svg>\n",
  );
}

interface TextStyle {
  readonly size: number;
  readonly weight?: string;
  readonly color?: string;
  readonly anchor?: string;
  /** Where it is, in place of its coordinates. */
  readonly at?: string;
}

/** A line of text. */
export function textSvg(
  text: string,
  x: number,
  y: number,
  { size, weight, color = COLOURS.ink, anchor, at = `translate(${x},${y})` }: TextStyle,
): string {
  const more = (weight ? ` font-weight="${weight}"` : "") + (anchor ? ` text-anchor="${anchor}"` : "");
  return `<text transform="${at}" font-family="${FONT}" font-size="${size}px" fill="${color}"${more}>${
    escaped(text)
  }</text>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * Counts clip paths from 1: Vega goes on counting from drawing to drawing, and the same chart shall be the same bytes. And
 * writes places with three decimals, as Vega does in paths.
 */
function renumbered(svg: string): string {
  const known = new Map<string, number>();
  return svg.replace(/(id="|url\(#)clip(\d+)/g, (_, before, id) => {
    if (!known.has(id)) known.set(id, known.size + 1);
    return `${before}clip${known.get(id)}`;
  }).replace(
    / transform="[^"]*"/g,
    (part) => part.replace(/-?\d+\.\d{4,}/g, (n) => String(+Number(n).toFixed(3))),
  );
}
