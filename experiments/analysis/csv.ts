/** Tables as files.
 * @module
 */
import { stringify } from "@std/csv";

/** A CSV. Numbers have all their digits, undefined is an empty cell, lines end with `\n`. */
export function csv(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  // stringify ends lines as Windows does, which tools that cut lines apart at commas would take for data.
  return stringify([[...columns], ...rows.map((row) => [...row])]).replaceAll("\r\n", "\n");
}
