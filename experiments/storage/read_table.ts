/** Tables whose cells are what their columns hold.
 * @module
 */
import { quote } from "../study/format.ts";
import { few, readCsv } from "./read_csv.ts";

/** What a cell is that its column can't hold. */
const WRONG = Symbol("wrong");

/** What the cells of a column hold. */
export interface CellFormat<T> {
  /** It in words, as errors say it. */
  readonly wanted: string;
  readonly read: (cell: string) => T | typeof WRONG;
}

/** The columns of a table. */
export type TableFormat = Readonly<Record<string, CellFormat<unknown>>>;

/** A row of a table, by the names of its columns. */
export type RowOf<F extends TableFormat> = {
  readonly [K in keyof F]: F[K] extends CellFormat<infer T> ? T : never;
};

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numeric(wanted: string, fits: (value: number) => boolean): CellFormat<number> {
  const read = (cell: string) => {
    const value = NUMBER.test(cell) || /^(NaN|-?Infinity)$/.test(cell) ? Number(cell) : WRONG;
    return value !== WRONG && fits(value) ? value : WRONG;
  };
  return { wanted, read };
}

export const text: CellFormat<string> = { wanted: "a text", read: (cell) => cell === "" ? WRONG : cell };
export const finite = numeric("a finite number", Number.isFinite);
export const fraction = numeric("a fraction from 0 to 1", (value) => value >= 0 && value <= 1);
export const positive = numeric("a number from 0", (value) => value >= 0 && Number.isFinite(value));
export const count = numeric("a whole number from 0", (value) => value >= 0 && Number.isSafeInteger(value));
export const ordinal = numeric("a whole number from 1", (value) => value >= 1 && Number.isSafeInteger(value));
/** Of what may have overflowed. */
export const any = numeric("a number", () => true);

export function oneOf<T extends string>(...values: readonly T[]): CellFormat<T> {
  return {
    wanted: values.length > 4 ? `one of ${values.slice(0, 4).join(", ")} …` : values.join(" or "),
    read: (cell) => values.find((value) => value === cell) ?? WRONG,
  };
}

/** Of what there may be none. */
export function optional<T>({ wanted, read }: CellFormat<T>): CellFormat<T | undefined> {
  return { wanted: `${wanted}, or nothing`, read: (cell) => cell === "" ? undefined : read(cell) };
}

/** What a text says in another way than it is used; undefined if it makes no sense. */
export function parsed<T>(wanted: string, parse: (cell: string) => T | undefined): CellFormat<T> {
  return { wanted, read: (cell) => parse(cell) ?? WRONG };
}

/**
 * Reads a table. A row with a cell that its column can't hold is left out and told; columns that are not asked for are
 * passed over.
 *
 * @throws {ForeignError} If the text is empty or lacks a column.
 *
 * @example
 * ```ts
 * import { ordinal, readTable, text } from "./read_table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const warnings: string[] = [];
 * const rows = readTable("run,epoch\nhinge,1\nfocal,x\n", { run: text, epoch: ordinal }, (message) => warnings.push(message));
 * assertEquals(rows, [{ run: "hinge", epoch: 1 }]);
 * assertEquals(warnings, ['row 2 was left out: epoch is "x", want a whole number from 1']);
 * ```
 */
export function readTable<F extends TableFormat>(
  source: string,
  format: F,
  warn: (message: string) => void,
): RowOf<F>[] {
  const { columns, rows } = readCsv(source, Object.keys(format), warn);
  const wanted = Object.entries(format).map(([name, { read }]) => ({
    name,
    read,
    at: columns.indexOf(name),
  }));
  const bad = few(warn, "rows were left out");
  const read = rows.flatMap((cells, i) => {
    const row: Record<string, unknown> = {};
    for (const { name, read, at } of wanted) {
      const value = row[name] = read(cells[at]);
      if (value !== WRONG) continue;
      bad.tell(`row ${i + 1} was left out: ${name} is ${quote(cells[at])}, want ${format[name].wanted}`);
      return [];
    }
    return [row as RowOf<F>];
  });
  bad.end();
  return read;
}
