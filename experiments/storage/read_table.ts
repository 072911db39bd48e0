import * as v from "valibot";
import { columnName } from "../study/run_names.ts";
import { quote } from "../study/format.ts";
import { few, readCsv } from "./read_csv.ts";

/** What the cells of a column hold. */
export type Cell<T> = v.GenericSchema<string, T>;

/** The columns of a table, called as in code: `trainLoss` for `train_loss`. */
export type TableFormat = Readonly<Record<string, Cell<unknown>>>;

export type RowOf<F extends TableFormat> = { readonly [K in keyof F]: v.InferOutput<F[K]> };

const NUMBER = /^([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|NaN|-?Infinity)$/;

export function numeric(schema: v.GenericSchema<number>): Cell<number> {
  // What is no number stays a text, and the schema tells.
  const read = (cell: string) => (NUMBER.test(cell) ? Number(cell) : cell) as number;
  return v.pipe(v.string(), v.transform(read), schema);
}

/** The columns that a table may lack. */
const MAY_LACK = new WeakSet<Cell<unknown>>();

/** A column that is there only where it has something to tell. */
export function sometimes<T>(cell: Cell<T>): Cell<T | undefined> {
  const one: Cell<T | undefined> = v.pipe(cell);
  MAY_LACK.add(one);
  return one;
}

/** Of what there may be none. */
export function optional<T>(cell: Cell<T>): Cell<T | undefined> {
  return v.pipe(v.string(), v.transform((text) => text || undefined), v.optional(cell));
}

/**
 * The rows of a table. One with a cell that its column can't hold is left out and told; columns that are not asked for are
 * passed over.
 *
 * @param source The text, or pieces of it.
 * @throws {ForeignError} If the text is empty or lacks a column.
 */
export function* tableRows<F extends TableFormat>(
  source: string | Iterable<string>,
  format: F,
  warn: (message: string) => void,
): Generator<RowOf<F>> {
  const keys = Object.keys(format);
  const wanted = keys.filter((key) => !MAY_LACK.has(format[key]));
  const { columns, rows } = readCsv(source, wanted.map(columnName), warn);
  const places = keys.map((key) => columns.indexOf(columnName(key)));
  const bad = few(warn, "rows were left out");
  let i = 0;
  for (const cells of rows) {
    i++;
    const row: Record<string, unknown> = {};
    const wrong = keys.find((key, k) => {
      if (places[k] < 0) return false; // there need not be one
      const cell = cells[places[k]], { success, output, issues } = v.safeParse(format[key], cell);
      row[key] = output;
      if (!success) {
        bad.tell(`row ${i} was left out: ${columnName(key)} is ${quote(cell)}, want ${issues[0].message}`);
      }
      return !success;
    });
    if (wrong === undefined) yield row as RowOf<F>;
  }
  bad.end();
}
