import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { plain } from "../../study/format.ts";

/** The columns that hold names; in all others there are numbers, or words that the code knows. */
const NAMES = /^(run|trial|variant|layer|what|a|b|place)$/;

const FORMULA = /^[=+\-@]/, NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^-Infinity$/;

const VALUE = /^(|[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|NaN|-?Infinity|[a-z][\w-]*|\d+(-\d+)*|[\w×. -]+)$/i;

/** Makes sure that tables have nothing in them that a spreadsheet would run, nor a text where a number belongs. */
export function assertTables(tables: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(tables)) {
    const [columns, ...rows] = parse(text);
    for (const row of rows) {
      assertEquals(row.length, columns.length, file);
      for (const [i, cell] of row.entries()) {
        const where = `${file}, ${columns[i]}: ${JSON.stringify(cell)}`;
        assert(!FORMULA.test(cell) || NUMBER.test(cell), where);
        assert(cell === plain(cell), where);
        if (!NAMES.test(columns[i])) assert(VALUE.test(cell), where);
      }
    }
  }
}
