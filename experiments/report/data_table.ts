/** Tables, before they are HTML or Markdown.
 * @module
 */
import type { MeanStd } from "../analysis/statistics.ts";
import { settingText } from "../charts/setting_words.ts";
import { max, min } from "../study/extent.ts";
import { type Format, spread } from "./numbers.ts";

export interface Cell {
  /** What is shown. */
  readonly text: string;
  /** What it is sorted by, if that is not its text; undefined comes last. */
  readonly sort?: number;
  /** Whether it is the best of its column. */
  readonly best?: boolean;
}

/** A column and how its cells come from what the rows are about. */
export interface Column<T> {
  /** Its heading. */
  readonly title: string;
  /** What the numbers in it are in. */
  readonly unit?: string;
  /** A line of columns that belong together has the same heading above. */
  readonly group?: string;
  /** Whether its cells begin at the same place instead of ending there. */
  readonly left?: boolean;
  readonly cell: (row: T) => Cell;
  /** Which numbers are best, if some are. */
  readonly best?: "high" | "low";
}

export interface DataTable {
  /** What it is about. */
  readonly caption: string;
  /** A remark below it. */
  readonly note?: string;
  /** Whether it is folded at first. */
  readonly folded?: boolean;
  /** Its headings. */
  readonly columns: readonly Omit<Column<unknown>, "cell" | "best">[];
  /** Its cells, row by row. */
  readonly rows: readonly (readonly Cell[])[];
}

/** What a column has besides its title and cells. */
type More<T> = Partial<Omit<Column<T>, "title" | "cell">>;

/** A column of text. */
export function words<T>(title: string, of: (row: T) => string | undefined, more: More<T> = {}): Column<T> {
  return { title, left: true, cell: (row) => ({ text: of(row) || "–" }), ...more };
}

/** A column of the values of a setting, which are sorted by size where they are numbers. */
export function settings<T>(title: string, of: (row: T) => string | undefined, more: More<T>): Column<T> {
  const cell = (row: T): Cell => {
    const value = of(row);
    if (value === undefined) return { text: "–" };
    return {
      text: settingText(value),
      sort: value !== "" && Number.isFinite(Number(value)) ? Number(value) : undefined,
    };
  };
  return { title, cell, ...more };
}

/** A column of numbers, or of means with ± the standard deviation of several. What is not finite comes last. */
export function numbers<T>(
  title: string,
  of: (row: T) => number | MeanStd | undefined,
  format: Format,
  more: More<T> = {},
): Column<T> {
  const cell = (row: T): Cell => {
    const value = of(row);
    if (value === undefined) return { text: "–" };
    if (typeof value === "object") return { text: spread(value, format), sort: value.mean };
    return Number.isFinite(value) ? { text: format(value), sort: value } : { text: String(value) };
  };
  return { title, cell, ...more };
}

/**
 * A table of the columns that have anything in them.
 *
 * @param rows What its rows are about.
 */
export function dataTable<T>(
  caption: string,
  rows: readonly T[],
  columns: readonly (Column<T> | false)[],
  options: Pick<DataTable, "note" | "folded"> = {},
): DataTable {
  const filled = columns.filter((column) => column !== false)
    .map((column) => ({ column, cells: marked(rows.map(column.cell), column.best) }))
    .filter(({ cells }, i) => i === 0 || cells.some(({ text }) => text !== "–"));
  return {
    caption,
    ...options,
    columns: filled.map(({ column }) => column),
    rows: rows.map((_, i) => filled.map(({ cells }) => cells[i])),
  };
}

/** Marks the best, if not all are equally good. */
function marked(cells: readonly Cell[], best?: "high" | "low"): readonly Cell[] {
  const values = cells.map(({ sort }) => sort).filter((value) => value !== undefined);
  const top = best === "high" ? max(values) : min(values);
  if (!best || values.length < 2 || values.every((value) => value === top)) return cells;
  const shown = cells.find(({ sort }) => sort === top)!.text;
  return cells.map((cell) => cell.sort === top || cell.text === shown ? { ...cell, best: true } : cell);
}
