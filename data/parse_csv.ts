/** Images as tables.
 * @module
 */
import { DataError } from "@chainrule/core";
import { parse } from "@std/csv";
import type { Dataset } from "./dataset.ts";
import { makeDataset } from "./make_dataset.ts";

/** What {@linkcode parseCsv} can be told. */
export interface ParseCsvOptions {
  /** The height of an image in pixels; images are square unless given. */
  rows?: number;
  /** How many classes there are: one more than the largest label unless given. */
  classes?: number;
  /** What the dataset is called, in errors too: `csv` unless given. */
  name?: string;
}

/** Lines that are parsed at a time: as texts, numbers take many times the memory that they have as bytes. */
const LINES = 500;

/**
 * Images of a CSV as Kaggle has them: a line `label,pixel0,pixel1,…` of names, then a line for each image with its class and its pixels,
 * row by row, whole numbers from 0 to 255. The line of names may be missing, as in EMNIST's.
 *
 * @param text The whole file.
 * @throws {DataError} If it is no CSV, the first column is not `label`, a line has another number of entries than the first or something else than a
 * whole number from 0 to 255, there are no images, or their pixels are no rectangle of `rows`.
 * @throws {MemoryError} If the images don't fit into the memory that tensors share.
 *
 * @example
 * ```ts
 * import { parseCsv } from "@chainrule/data";
 * import { assertEquals } from "@std/assert";
 *
 * const text = "label,pixel0,pixel1,pixel2,pixel3\n1,0,255,255,0\n0,255,0,0,255\n"; // await Deno.readTextFile("train.csv")
 * const { count, rows, columns, classes, images } = parseCsv(text);
 * assertEquals([count, rows, columns, classes], [2, 2, 2, 2]);
 * assertEquals([...images], [0, 255, 255, 0, 255, 0, 0, 255]);
 * ```
 */
export function parseCsv(text: string, { rows, classes, name = "csv" }: ParseCsvOptions = {}): Dataset {
  const refuse = (found: string): never => {
    throw new DataError(`Cannot read ${name}: ${found}`);
  };
  const read = (text: string, line: number): string[][] => {
    try {
      return parse(text);
    } catch {
      return refuse(`line ${line + 1} or one after it is no CSV`);
    }
  };
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  while (lines.at(-1) === "") lines.pop();
  const [first] = lines, named = !/^\d+,/.test(first ?? "");
  const header = named ? read(first ?? "", 0)[0] ?? [] : first.split(",").map((_, k) => `column ${k + 1}`);
  const skipped = named ? 1 : 0, pixels = header.length - 1, count = lines.length - skipped;
  if (named && header[0] !== "label") refuse(`its first column is ${header[0] ?? "missing"}, want label`);
  if (count < 1 || pixels < 1) refuse(`it has ${count} images of ${pixels} pixels, want some`);
  const height = rows ?? Math.sqrt(pixels), width = pixels / height;
  if (!Number.isInteger(height) || !Number.isInteger(width)) {
    refuse(
      `its images have ${pixels} pixels, want ${rows === undefined ? "a square" : `a multiple of ${rows}`}`,
    );
  }
  const images = new Uint8Array(count * pixels), labels = new Uint8Array(count);
  for (let first = skipped; first < lines.length; first += LINES) {
    const block = lines.slice(first, first + LINES);
    if (block.every((line, i) => readPlain(line, first - skipped + i, pixels, images, labels))) continue;
    const records = read(block.join("\n"), first);
    records.forEach((record, i) => {
      const line = first + i, image = line - skipped;
      if (record.length !== header.length) {
        refuse(`line ${line + 1} has ${record.length} entries, want ${header.length}`);
      }
      record.forEach((entry, k) => {
        const value = Number(entry), byte = value & 255;
        if (entry.trim() === "" || byte !== value) {
          refuse(
            `line ${line + 1} has ${JSON.stringify(entry)} as ${
              header[k]
            }, want a whole number from 0 to 255`,
          );
        }
        if (k === 0) labels[image] = byte;
        else images[image * pixels + k - 1] = byte;
      });
    });
    if (records.length !== block.length) {
      refuse("it has an empty line, or one within quotes");
    }
  }
  return makeDataset({ images, labels, rows: height, columns: width, classes, name });
}

/**
 * Reads a line of digits and commas alone, which takes a fiftieth of the time of reading any CSV. Returns false for any other, and
 * where a number is too large or there are too many or too few of them.
 */
function readPlain(
  line: string,
  image: number,
  pixels: number,
  images: Uint8Array,
  labels: Uint8Array,
): boolean {
  let column = 0, value = -1;
  for (let at = 0; at <= line.length; at++) {
    const digit = line.charCodeAt(at) - 48; // NaN at the end
    if (digit >= 0 && digit <= 9) {
      value = (value < 0 ? 0 : 10 * value) + digit;
      if (value > 255) return false;
    } else {
      if (value < 0 || column > pixels || at < line.length && line[at] !== ",") return false;
      if (column === 0) labels[image] = value;
      else images[image * pixels + column - 1] = value;
      column++;
      value = -1;
    }
  }
  return column === pixels + 1;
}
