/** Bytes and texts that are what a program has written, but for a few edits.
 * @module
 */
import fc from "fast-check";
import { TEXTS } from "./json_edits.ts";

/** A change of bytes at some place. */
export interface ByteEdit {
  readonly at: number;
  readonly how: "set" | "flip" | "insert" | "remove" | "cut" | "word";
  readonly value: number;
}

export const byteEdits: fc.Arbitrary<ByteEdit[]> = fc.array(
  fc.record({
    // Headers matter most.
    at: fc.oneof(fc.nat(40), fc.nat(1e6)),
    how: fc.constantFrom("set", "flip", "insert", "remove", "cut", "word"),
    value: fc.oneof(fc.nat(255), fc.constantFrom(0x7fffffff, 0xffffffff, 0x80000000, 0x10000, 0x01010101)),
  }),
  { minLength: 1, maxLength: 4 },
);

export function editedBytes(bytes: Uint8Array, edits: readonly ByteEdit[]): Uint8Array<ArrayBuffer> {
  let changed: number[] = [...bytes];
  for (const { at, how, value } of edits) {
    const i = at % Math.max(1, changed.length);
    if (how === "set") changed[i] = value & 0xff;
    else if (how === "flip") changed[i] ^= 1 << (value & 7);
    else if (how === "insert") changed.splice(i, 0, value & 0xff);
    else if (how === "remove") changed.splice(i, 1 + (value & 7));
    else if (how === "cut") changed = changed.slice(0, i);
    else for (let k = 0; k < 4; k++) changed[i + k] = value >>> (24 - 8 * k) & 0xff;
  }
  return Uint8Array.from(changed);
}

/** A change of a table: of a cell, a row or a column. */
export interface TableEdit {
  readonly row: number;
  readonly column: number;
  readonly how: "cell" | "row" | "column" | "repeat" | "cut" | "heading";
  readonly text: string;
}

const NUMBERS = [
  "-1",
  "0",
  "1.5",
  "99999999999999999999",
  "1e308",
  "NaN",
  "Infinity",
  "0x1",
  " 1",
  "1-1",
  "none",
  "2",
];

export const tableEdits: fc.Arbitrary<TableEdit[]> = fc.array(
  fc.record({
    row: fc.nat(1e4),
    column: fc.nat(50),
    how: fc.constantFrom("cell", "cell", "cell", "cell", "row", "column", "repeat", "cut", "heading"),
    text: fc.oneof(fc.constantFrom(...TEXTS, ...NUMBERS), fc.string({ unit: "binary", maxLength: 8 })),
  }),
  { minLength: 1, maxLength: 3 },
);

export function editedTable(text: string, edits: readonly TableEdit[]): string {
  let lines = text.split("\n"), end = Infinity;
  for (const { row, column, how, text } of edits) {
    const y = 1 + row % Math.max(1, lines.length - 1),
      cells = (lines[y] ?? "").split(","),
      x = column % cells.length;
    if (how === "cell") lines[y] = cells.with(x, text).join(",");
    else if (how === "row") lines.splice(y, 1);
    else if (how === "repeat") lines.splice(y, 0, lines[y] ?? "");
    else if (how === "column") lines = lines.map((line) => line.split(",").toSpliced(x, 1).join(","));
    else if (how === "heading") {
      lines[0] = lines[0].split(",").with(x % lines[0].split(",").length, text).join(",");
    } else end = row;
  }
  return lines.join("\n").slice(0, end);
}
