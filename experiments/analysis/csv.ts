import { stringify } from "@std/csv";
import { cellOf } from "../study/cell_text.ts";
import { laterSettings, type RunConfiguration } from "../study/configuration.ts";
import { columnName, type Run, settingText } from "../study/run_names.ts";

/** The columns of a table by their names, and how each cell comes from what its row is about. */
export type Columns<T> = Readonly<Record<string, (row: T) => unknown>>;

/** Columns that are called like members, and hold them: `row_range` for `rowRange`. */
export function members<T>(...keys: (keyof T & string)[]): Columns<T> {
  return Object.fromEntries(keys.map((key) => [columnName(key), (row: T) => row[key]]));
}

/** Columns of settings. */
export function settings<T extends { readonly run: Run }>(...keys: (keyof RunConfiguration)[]): Columns<T> {
  return Object.fromEntries(
    keys.map((key) => [columnName(key), ({ run }: T) => settingText(key, run.configuration)]),
  );
}

/** Columns of the settings that came later, where a run has another value than the default. */
export function laterColumns<T extends { readonly run: Run }>(rows: readonly T[]): Columns<T> {
  return settings<T>(...laterSettings(rows.map(({ run }) => run.configuration)));
}

/** So many rows are a piece. */
const ROWS = 1000;

/** A CSV in pieces. Numbers have all their digits, undefined is an empty cell, no text is a formula, lines end with `\n`. */
export function* csvPieces<T>(columns: Columns<T>, rows: Iterable<T>): Generator<string> {
  const cells = Object.values(columns);
  let lines: unknown[][] = [Object.keys(columns)];
  // stringify ends lines as Windows does, which tools that cut lines apart at commas would take for data.
  const text = () => stringify(lines).replaceAll("\r\n", "\n");
  for (const row of rows) {
    lines.push(cells.map((cell) => {
      const value = cell(row);
      return typeof value === "string" ? cellOf(value) : value;
    }));
    if (lines.length < ROWS) continue;
    yield text();
    lines = [];
  }
  if (lines.length > 0) yield text();
}

/** A CSV that a string can hold. */
export function csv<T>(columns: Columns<T>, rows: Iterable<T>): string {
  return [...csvPieces(columns, rows)].join("");
}
