/** Tables, before they are HTML or Markdown.
 * @module
 */
import type { Measure } from "./measures.ts";
import { type Format, spread } from "./numbers.ts";

/** A cell. */
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
  /** The cell of a row. */
  readonly cell: (row: T) => Cell;
  /** Which numbers are best, if some are. */
  readonly best?: "high" | "low";
}

/** A table. */
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

/** A cell of text. */
export function text(value: string | undefined): Cell {
  return { text: value || "–" };
}

/** A cell of a number. */
export function figure(value: number | undefined, format: Format): Cell {
  return value === undefined ? { text: "–" } : { text: format(value), sort: value };
}

/** A cell of a mean. */
export function measured(value: Measure | undefined, format: Format): Cell {
  return { text: spread(value, format), sort: value?.mean };
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
  const cells = columns.filter((column) => column !== false)
    .map((column) => ({ column, cells: marked(rows.map(column.cell), column.best) }))
    .filter(({ cells }, i) => i === 0 || cells.some(({ text }) => text !== "–"));
  return {
    ...{ caption, ...options, columns: cells.map(({ column }) => column) },
    rows: rows.map((_, i) => cells.map(({ cells }) => cells[i])),
  };
}

/** Marks the best, if not all are equally good. */
function marked(cells: readonly Cell[], best?: "high" | "low"): readonly Cell[] {
  const numbers = cells.map(({ sort }) => sort).filter((value) => value !== undefined);
  const top = best === "high" ? Math.max(...numbers) : Math.min(...numbers);
  if (!best || numbers.length < 2 || numbers.every((value) => value === top)) return cells;
  const shown = cells.find(({ sort }) => sort === top)!.text;
  return cells.map((cell) => cell.sort === top || cell.text === shown ? { ...cell, best: true } : cell);
}
