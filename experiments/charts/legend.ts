import { type Chart, lookOf, type Mark } from "./chart.ts";
import { COLOURS, FONT, resolved } from "./paper.ts";
import type { Runs } from "./runs.ts";
import { textWidth } from "./text_width.ts";

/** An entry: a sample and what it means. */
export interface LegendEntry extends Mark {
  /** The stroke of a line; undefined where the sample is a point. */
  readonly dash?: readonly number[];
}

/**
 * The legend of a chart: the lines, which panels share, in the order of the lines, and below them what other marks mean.
 * Runs need none where there is only one.
 */
export function legendOf({ paper = {} }: Chart, runs: Runs): LegendEntry[][] {
  const { names, layout } = runs, { legend, marks = [] } = paper;
  const nameOf = (run: string) => layout.panels.length > 0 ? layout.of(run).line : run;
  const looks = new Map(names.map((run) => [nameOf(run), lookOf(runs, run)]));
  const place = ({ name }: LegendEntry) => layout.lines.indexOf(name);
  const entries = [...looks].map(([name, { color, shape, dash }]): LegendEntry => ({
    name,
    color,
    shape,
    filled: true,
    ...(legend === "lines" && { dash }),
  })).sort((a, b) => place(a) - place(b));
  return [legend && entries.length > 1 ? entries : [], [...marks]].filter(({ length }) => length > 0);
}

/** Points of about the size that Vega gives them in charts. */
const POINTS: Readonly<Record<string, string>> = {
  "circle": "M5,0A5,5,0,1,1,-5,0A5,5,0,1,1,5,0Z",
  "square": "M-4.5,-4.5H4.5V4.5H-4.5Z",
  "triangle-up": "M0,-5L5.5,4.5H-5.5Z",
  "triangle-down": "M0,5L5.5,-4.5H-5.5Z",
  "diamond": "M0,-6L5,0L0,6L-5,0Z",
  "cross": "M-5,-2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z",
  "M-1,-1L1,1M1,-1L-1,1": "M-5,-5L5,5M5,-5L-5,5",
};

const ROW = 20, SIZE = 13;

/** The entries in columns, as many as there is room for. */
export function legendSvg(entries: readonly LegendEntry[], width: number): { body: string; height: number } {
  const sample = entries.some(({ dash }) => dash) ? 34 : 14;
  const widest = entries.reduce((most, { name }) => Math.max(most, textWidth(name, SIZE)), 0);
  const column = sample + 6 + widest + 24, columns = Math.max(1, Math.floor((width + 24) / column));
  const rows = Math.ceil(entries.length / columns), used = Math.ceil(entries.length / rows);
  const body = entries.map((entry, i) => {
    const x = ((i % used) * column).toFixed(1), y = Math.floor(i / used) * ROW + ROW / 2;
    const name = entry.name.replace(/[&<]/g, (sign) => sign === "&" ? "&amp;" : "&lt;");
    return `<g transform="translate(${x},${y})">${sampleSvg(entry, sample)}` +
      `<text x="${sample + 6}" y="4.5" font-family="${FONT}" font-size="${SIZE}px">${name}</text></g>`;
  });
  return { body: body.join(""), height: rows * ROW };
}

function sampleSvg({ shape, dash, filled, color = "var(--ink)" }: LegendEntry, width: number): string {
  const ink = resolved(color);
  if (dash) {
    const stroke = dash[1] > 0 ? ` stroke-dasharray="${dash.join(",")}"` : "";
    return `<path d="M0,0H${width}" stroke="${ink}" stroke-width="2.5"${stroke}/>`;
  }
  const fill = filled ? ink : COLOURS.card;
  return `<path transform="translate(${width / 2},0)" d="${
    POINTS[shape]
  }" fill="${fill}" stroke="${ink}" stroke-width="1.5"/>`;
}
