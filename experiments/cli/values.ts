/** From the text of an option to its value.
 * @module
 */
import { quote } from "../study/format.ts";
import type { Shard } from "../study/shard.ts";
import { UsageError } from "../study/usage_error.ts";
import { variable } from "../study/variable.ts";
import type { Parser } from "./option.ts";
import { suggestion } from "./suggest.ts";

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The most that a decay or a probability may be. */
export const BELOW_1 = 1 - 1e-9;

/** A number from `low` to `high`, both included. */
export function number(low: number, high = Infinity, kind = "number"): Parser<number> {
  return (text) => {
    const value = DECIMAL.test(text) ? Number(text) : NaN;
    const fits = kind === "whole number" ? Number.isInteger(value) : Number.isFinite(value);
    if (fits && value >= low && value <= high) return value + 0; // not -0
    const open = high === Infinity || high === Number.MAX_SAFE_INTEGER && !(fits && value > high);
    throw new UsageError(`want a ${kind} ${open ? `of at least ${low}` : `from ${low} to ${high}`}`);
  };
}

/** A whole number from `low` to `high`, both included. */
export function whole(low: number, high: number = Number.MAX_SAFE_INTEGER): Parser<number> {
  return number(low, high, "whole number");
}

/** One of several names, some of which people call otherwise as well. `kind` is what they are names of. */
export function oneOf<T extends string>(
  kind: string,
  names: readonly T[],
  called: Readonly<Record<string, T>> = {},
): Parser<T> {
  return (text) => {
    if (names.includes(text as T)) return text as T;
    if (Object.hasOwn(called, text)) return called[text];
    throw new UsageError(
      `unknown ${kind} ${quote(text)}${suggestion(text, names)} (of ${names.join(", ")})`,
    );
  };
}

/**
 * Values with commas between them, or all with another separator, as tables have it. `none` and an empty text are the empty
 * list, where that is allowed.
 */
export function list<T>(
  parse: Parser<T>,
  { separator = ",", or, empty = false }: { separator?: string; or?: string; empty?: boolean } = {},
): Parser<T[]> {
  return (text) => {
    if (empty && ["", "none"].includes(text.trim())) return [];
    const between = or !== undefined && !text.includes(separator) ? or : separator;
    return text.split(between).map((part) => parse(part.trim()));
  };
}

/** Any text but an empty one. */
export function text(wanted: string): Parser<string> {
  return (value) => {
    if (value.trim() !== "") return value;
    throw new UsageError(`want ${wanted}`);
  };
}

/** The path of a file or folder, of which `~` is the folder at home, as a shell has it where it stands alone: not so in `--out=~/x`. */
export function path(wanted: string): Parser<string> {
  const anything = text(wanted);
  return (value) => {
    if (!/^~(\/|$)/.test(anything(value))) return value;
    const home = ["HOME", "USERPROFILE"].map(variable).find((folder) => folder !== undefined);
    if (home === undefined) throw new UsageError("which folder is ~ can't be known: want a path without it");
    return home + value.slice(1);
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
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (value > 0 && value < 1) return value;
  throw new UsageError("want a number above 0 and below 1");
}

/** What `read` returns; where it throws a {@linkcode UsageError}, the message gets a beginning that says what it was about. */
export function inContext<T>(context: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${context}: ${error.message}`);
  }
}
