/** CSV files as they are found: whole, half-written, or of another program.
 * @module
 */
import { parse } from "@std/csv";

/** What a CSV file holds. */
export interface CsvTable {
  /** Its columns, in order. */
  readonly columns: readonly string[];
  /** The cells of its whole rows. They are cut apart as they are asked for, once: there may be millions. */
  readonly rows: Iterable<readonly string[]>;
}

/** So many of a kind are named one by one. */
const MOST = 3;

/** Tells of the first few of a kind, and in the end how many more there were. */
export function few(
  warn: (message: string) => void,
  rest: string,
): { tell: (message: string) => void; end: () => void } {
  let count = 0;
  return {
    tell: (message) => void (count++ < MOST && warn(message)),
    end: () => void (count > MOST && warn(`${count - MOST} more ${rest}`)),
  };
}

/** A file that is not what its name says. */
export class ForeignError extends Error {
  /** The name that stack traces show. */
  override readonly name = "ForeignError";
}

/**
 * Reads the text of a CSV file. A row that is not whole is left out and told: one with too few or too many cells, or a
 * last one without an end of line.
 *
 * @param text The file.
 * @param wanted Columns that must be there. Others may be.
 * @param warn Told what is left out.
 * @throws {ForeignError} If it is empty or lacks a column.
 */
export function readCsv(text: string, wanted: readonly string[], warn: (message: string) => void): CsvTable {
  const clean = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  if (clean.trim() === "") throw new ForeignError("it is empty");
  const records = cells(clean, warn), columns = records.next().value ?? [];
  const missing = wanted.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    const found = columns.slice(0, 8).join(", ").slice(0, 80);
    throw new ForeignError(
      `it has no column ${missing.slice(0, 3).join(", ")} (found ${found || "nothing"})`,
    );
  }
  return { columns, rows: wholeRows(records, columns.length, warn) };
}

/** The records that have as many cells as there are columns. */
function* wholeRows(
  records: Iterable<readonly string[]>,
  columns: number,
  warn: (message: string) => void,
): Generator<readonly string[]> {
  const bad = few(warn, "rows have the wrong number of columns");
  let i = 0;
  for (const record of records) {
    i++;
    if (record.length === columns) yield record;
    else bad.tell(`row ${i} has ${record.length} of ${columns} columns`);
  }
  bad.end();
}

/** The lines of a text that are not empty. */
function* lines(text: string): Generator<string> {
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    if (end > start) yield text.slice(start, end);
  }
}

/** The cells of each record. */
function* cells(text: string, warn: (message: string) => void): Generator<string[], void> {
  let whole = text;
  if (!text.endsWith("\n")) {
    whole = text.slice(0, text.lastIndexOf("\n") + 1);
    warn(`line ${1 + (text.match(/\n/g)?.length ?? 0)} is half-written`);
  }
  // Most tables have no quotation marks, and cutting them apart is ten times as fast.
  if (!whole.includes('"')) {
    for (const line of lines(whole)) yield line.split(",");
    return;
  }
  let records: string[][];
  try {
    records = parse(whole);
  } catch { // a quotation mark where none may be: line by line, that damages one line
    const bad = few(warn, "lines can't be read");
    records = whole.split("\n").flatMap((line, i) => {
      try {
        return line === "" ? [] : parse(line);
      } catch {
        bad.tell(`line ${i + 1} can't be read`);
        return [];
      }
    });
    bad.end();
  }
  yield* records;
}
