/** What data is called that nobody has published.
 * @module
 */
import { PUBLICATIONS } from "./publications.ts";

const letters = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** What is called so already, in letters and digits alone. */
const TAKEN = new Set(
  [...Object.keys(PUBLICATIONS), "emnist", "auto", "synthetic", "synthetic digits"].map(letters),
);

/** A longer name is cut. */
const MOST_LETTERS = 40;

/**
 * What the data of a file or folder is called: the last part of its path, with nothing in it that a table, a terminal or a
 * spreadsheet would not take for a name. A name that belongs to a published dataset is marked: `mnist (own files)`.
 *
 * @example
 * ```ts
 * import { ownName } from "@chainrule/data";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ownName("../data/letters.csv"), "letters.csv");
 * assertEquals(ownName("/data/MNIST/"), "MNIST (own files)");
 * ```
 */
export function ownName(path: string): string {
  const last = path.split(/[/\\]+/).findLast((part) => !/^\.*$/.test(part)) ?? "";
  const clean = last.replace(/[^\p{L}\p{N} ._+()-]+/gu, "-").replace(/^[^\p{L}\p{N}]+/u, "");
  const name = [...clean].slice(0, MOST_LETTERS).join("").trim() || "own files";
  return TAKEN.has(letters(name)) ? `${name} (own files)` : name;
}
