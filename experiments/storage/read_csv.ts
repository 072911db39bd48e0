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
 * Reads a CSV file. A row that is not whole is left out and told: one with too few or too many cells, or a
 * last one without an end of line.
 *
 * @param source The text, or pieces of it, of which no more than two are held at a time.
 * @param wanted Columns that must be there. Others may be.
 * @param warn Told what is left out.
 * @throws {ForeignError} If it is empty or lacks a column.
 */
export function readCsv(
  source: string | Iterable<string>,
  wanted: readonly string[],
  warn: (message: string) => void,
): CsvTable {
  const records = cells(typeof source === "string" ? [source] : source, warn);
  const columns = records.next().value ?? [];
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

/** The cells of each record. */
function* cells(pieces: Iterable<string>, warn: (message: string) => void): Generator<string[], void> {
  const bad = few(warn, "lines can't be read");
  let before = 0; // lines
  function* of(lines: string): Generator<string[]> {
    yield* cellsOf(lines, (line) => bad.tell(`line ${before + line} can't be read`));
    before += count(lines, "\n");
  }
  let text = "";
  for (const piece of notBlank(pieces)) {
    text += piece;
    const end = endOfRecords(text);
    yield* of(text.slice(0, end));
    text = text.slice(end);
    if (text.length > LONGEST_LINE) throw new ForeignError("it has a line that does not end");
  }
  const end = text.lastIndexOf("\n") + 1;
  yield* of(text.slice(0, end));
  if (end < text.length) warn(`line ${before + 1} is half-written`);
  bad.end();
}

/** The pieces of a text from the first one on that shows anything. */
function* notBlank(pieces: Iterable<string>): Generator<string> {
  let blank = true;
  for (const piece of pieces) {
    if (!blank) yield piece;
    else if (piece.trim() !== "") {
      blank = false;
      yield piece.replace(/^\uFEFF/, "");
    }
  }
  if (blank) throw new ForeignError("it is empty");
}

/** Lines that are longer are not waited for. */
const LONGEST_LINE = 2 ** 24;

/** A record that is longer is none: somewhere before it a quotation mark is missing. */
const LONGEST_RECORD = 2 ** 20;

/** Where the last record ends whose end is there: not within quotation marks. */
function endOfRecords(text: string): number {
  let end = text.lastIndexOf("\n") + 1;
  let open = count(text.slice(0, end), '"') % 2 === 1;
  const last = end;
  while (open && end > 0) {
    const before = text.lastIndexOf("\n", end - 2) + 1;
    if (count(text.slice(before, end), '"') % 2 === 1) open = false;
    end = before;
  }
  return end === 0 && text.length > LONGEST_RECORD ? last : end;
}

function count(text: string, sign: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count++;
  return count;
}

/** The cells of each of some records; `bad` is told of lines that can't be read. */
function* cellsOf(text: string, bad: (line: number) => void): Generator<string[]> {
  const whole = text.replaceAll("\r\n", "\n");
  // Most tables have no quotation marks, and cutting them apart is ten times as fast.
  if (!whole.includes('"')) {
    for (const line of lines(whole)) yield line.split(",");
    return;
  }
  let records: string[][];
  try {
    records = parse(whole);
  } catch { // a quotation mark where none may be: line by line, that damages one line
    records = whole.split("\n").flatMap((line, i) => {
      try {
        return line === "" ? [] : parse(line);
      } catch {
        bad(i + 1);
        return [];
      }
    });
  }
  yield* records;
}

/** The lines of a text that are not empty. */
function* lines(text: string): Generator<string> {
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    if (end > start) yield text.slice(start, end);
  }
}
