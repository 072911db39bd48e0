/** Tables as files.
 * @module
 */
import { stringify } from "@std/csv";

/** The columns of a table by their names, and how each cell comes from what its row is about. */
export type Columns<T> = Readonly<Record<string, (row: T) => unknown>>;

/** A CSV. Numbers have all their digits, undefined is an empty cell, lines end with `\n`. */
export function csv<T>(columns: Columns<T>, rows: readonly T[]): string {
  const cells = Object.values(columns);
  const lines = rows.map((row) => cells.map((cell) => cell(row)));
  // stringify ends lines as Windows does, which tools that cut lines apart at commas would take for data.
  return stringify([Object.keys(columns), ...lines]).replaceAll("\r\n", "\n");
}
