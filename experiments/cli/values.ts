/** From the text of an option to its value.
 * @module
 */
import { quote } from "../study/format.ts";
import type { Shard } from "../study/shard.ts";
import { UsageError } from "../study/usage_error.ts";
import type { Parser } from "./option.ts";
import { nearest } from "./suggest.ts";

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number from `low` to `high`, both included. */
export function number(low: number, high = Infinity): Parser<number> {
  return (text) => inRange("number", DECIMAL.test(text) ? Number(text) : NaN, low, high);
}

/** A whole number from `low` to `high`, both included. */
export function whole(low: number, high = Infinity): Parser<number> {
  return (text) => {
    const value = DECIMAL.test(text) ? Number(text) : NaN, most = Math.min(high, Number.MAX_SAFE_INTEGER);
    return inRange("whole number", value % 1 === 0 ? value : NaN, low, most);
  };
}

function inRange(kind: string, value: number, low: number, high: number): number {
  if (Number.isFinite(value) && value >= low && value <= high) return value + 0; // not -0
  const open = high >= Number.MAX_SAFE_INTEGER && !(value > high && Number.isFinite(high));
  throw new UsageError(`want a ${kind} ${open ? `of at least ${low}` : `from ${low} to ${high}`}`);
}

/** One of several names. `kind` is what they are names of. */
export function oneOf<T extends string>(kind: string, names: readonly T[]): Parser<T> {
  return (text) => {
    if (names.includes(text as T)) return text as T;
    throw new UsageError(
      `unknown ${kind} ${quote(text)}, the nearest is "${nearest(text, names)}" (of ${names.join(", ")})`,
    );
  };
}

/** Values with commas between them. `none` and an empty text are the empty list, where that is allowed. */
export function list<T>(parse: Parser<T>, options: { empty?: boolean } = {}): Parser<T[]> {
  return joined(",", parse, options);
}

/** Any text but an empty one. */
export function text(wanted: string): Parser<string> {
  return (value) => {
    if (value.trim() !== "") return value;
    throw new UsageError(`want ${wanted}`);
  };
}

/** The same with another separator, such as `256-128`, so that commas can separate several of them. */
export function joined<T>(separator: string, parse: Parser<T>, { empty = false } = {}): Parser<T[]> {
  return (text) => {
    if (empty && ["", "none"].includes(text.trim())) return [];
    return text.split(separator).map((part) => parse(part.trim()));
  };
}

/** Reads `2/8`. */
export function parseShard(text: string): Shard {
  const [, index, count] = text.match(/^(\d{1,6})\/(\d{1,6})$/)?.map(Number) ?? [];
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError("want a number of a part and how many there are, such as 2/8");
}

/** Reads a number above 0 and below 1. */
export function fraction(text: string): number {
  const value = number(0, 1)(text);
  if (value > 0 && value < 1) return value;
  throw new UsageError("want a number above 0 and below 1");
}
