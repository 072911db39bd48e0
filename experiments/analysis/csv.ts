import { stringify } from "@std/csv";
import { cellOf } from "../study/cell_text.ts";
import { columnName, type Run, type RunConfiguration, settingText } from "../study/configuration.ts";

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

/** A CSV. Numbers have all their digits, undefined is an empty cell, no text is a formula, lines end with `\n`. */
export function csv<T>(columns: Columns<T>, rows: readonly T[]): string {
  const cells = Object.values(columns);
  const lines = rows.map((row) =>
    cells.map((cell) => {
      const value = cell(row);
      return typeof value === "string" ? cellOf(value) : value;
    })
  );
  // stringify ends lines as Windows does, which tools that cut lines apart at commas would take for data.
  return stringify([Object.keys(columns), ...lines]).replaceAll("\r\n", "\n");
}
