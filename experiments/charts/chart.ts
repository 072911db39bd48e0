/** Charts, as Vega-Lite describes them: what is drawn, and no more of how than paper and screen share.
 * @module
 */
import type { Runs } from "./runs.ts";

/** One curve: the figures of a run, or the means of several. */
export interface Series {
  /** What it is of. */
  readonly run: string;
  /** Where it was measured: epochs, or steps. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** The standard deviations, if there are several runs; null where only one is left. */
  readonly std?: readonly (number | null)[];
  /** Whether it ends because the run diverged, with every seed. */
  readonly diverged?: boolean;
}

/** How a number is written: a fraction as hundredths, or any number with four digits. */
export type Writing = "percent" | "number";

export interface Chart {
  /** The name of its SVG file, without the ending. */
  readonly id: string;
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
  /** What is different on paper. */
  readonly paper?: OnPaper;
}

/** What a chart has on paper, where nothing can be pointed at and no legend of the page stands beside it. */
export interface OnPaper {
  /** Whether it is about the runs: then what was trained, and how, stands below its title. */
  readonly trained?: boolean;
  /** What is said there in place of the note. */
  readonly note?: string;
  /** What the samples of the runs in its legend are; undefined where names stand in the drawing. */
  readonly legend?: "lines" | "points";
  /** What other marks mean, in place of signs in the note. */
  readonly marks?: readonly Mark[];
  /** The titles of the axes that panels share. */
  readonly axes?: { readonly x: string; readonly y: string };
}

/** What a mark means. */
export interface Mark {
  readonly name: string;
  /** A shape as Vega calls it, or a path. */
  readonly shape: string;
  readonly filled: boolean;
  /** A colour of the theme: that of text unless it is given. */
  readonly color?: string;
}

export interface Plot {
  /** What it shows of what the others beside it do not. */
  readonly name?: string;
  /** Its description for Vega-Lite, without data if there are curves. Colours are those of the theme: `var(--ink)`. */
  readonly spec: Record<string, unknown>;
  /** Curves: hovering shows all that are at the same place. {@linkcode curveRows} makes rows of them. */
  readonly curves?: {
    readonly series: readonly Series[];
    readonly xTitle: string;
    readonly yTitle: string;
    readonly writing: Writing;
  };
}

/** How a run looks in all charts. */
export interface Look {
  /** A colour of the theme. */
  readonly color: string;
  /** Lengths of strokes and gaps. */
  readonly dash: readonly number[];
  /** What points look like. */
  readonly shape: string;
}

/** A note of the sentences that there are. */
export function sentences(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}

/** How many colours a theme has for runs: those of Okabe and Ito, without yellow. */
const COLOURS = 7;

/** Strokes differ too: curves that coincide are both seen, and prints without colour can be read. */
const DASHES = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3]];

/** Marks differ as well. */
const SHAPES = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross"];

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
