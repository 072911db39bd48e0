import { MOST } from "../../storage/file_limits.ts";
import { parseJson } from "../../storage/parse_json.ts";
import { formatCount, plain, quote } from "../../study/format.ts";
import type { Axis } from "../../study/sampler.ts";
import { UsageError } from "../../study/usage_error.ts";
import { type Option, optionName } from "../option.ts";
import { suggestion } from "../suggest.ts";
import { inContext } from "../values.ts";
import { isRange, rangeOf } from "./range.ts";
import { SETTINGS } from "./settings.ts";

/** The settings that a grid can't combine: how long trials are and what is shared by them. */
export const FIXED_IN_GRIDS: readonly string[] = ["epochs", "seed", "dataset", "patience"];

/** Reads a grid from a file of JSON, such as `{ "learning-rate": [0.1, 0.01], "hidden": [64, [256, 128], "none"] }`. */
export function readGrid(path: string): Readonly<Record<string, Axis>> {
  const text = textOf(path);
  return inContext(`Cannot use the grid ${quote(path)}`, () => {
    const grid = read(text);
    if (typeof grid !== "object" || grid === null || Array.isArray(grid)) {
      throw new UsageError("want an object with option names and arrays of values");
    }
    const axes = Object.entries(grid).map(([name, values]) => readAxis(name, values));
    if (axes.length === 0) throw new UsageError("it is empty, want at least one option name");
    return Object.fromEntries(axes);
  });
}

/** What a file says that the user has named: it may be a link, but not one to what has no end. */
function textOf(path: string): string {
  let reason: string;
  try {
    const { isFile, size } = Deno.statSync(path);
    // Editors of some systems begin a file with a byte-order mark, which is no JSON.
    if (isFile && size <= MOST.grid) return Deno.readTextFileSync(path).replace(/^\ufeff/, "");
    reason = isFile
      ? `it has ${formatCount(size)} bytes, want at most ${formatCount(MOST.grid)}`
      : "it can't be read: it is no file";
  } catch (error) {
    reason = error instanceof Deno.errors.NotFound ? "there is no such file" : "it can't be read";
  }
  throw new UsageError(`Cannot use --grid ${quote(path)}: ${reason}`);
}

function read(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const reason = (error as Error).message.replace(/\s+/g, " ").slice(0, 100);
    throw new UsageError(`it is no JSON (${reason})`);
  }
}

/** A setting and the values that it is to have. */
function readAxis(name: string, values: unknown): [key: string, values: Axis] {
  const settings = Object.entries<Option>(SETTINGS);
  const setting = settings.find(([key]) => optionName(key) === name);
  if (!setting) {
    const names = settings.flatMap(([key]) => FIXED_IN_GRIDS.includes(key) ? [] : optionName(key));
    throw new UsageError(`unknown key ${quote(name)}${suggestion(name, names)} (of ${names.join(", ")})`);
  }
  const [key, option] = setting;
  if (FIXED_IN_GRIDS.includes(key)) {
    throw new UsageError(`${quote(name)} is the same for all trials: use the option --${name}`);
  }
  if (typeof values === "string" && isRange(values)) {
    return [key, inContext(`${quote(name)} has ${shown(values)}`, () => rangeOf(option)(values))];
  }
  if (!Array.isArray(values)) {
    throw new UsageError(`${quote(name)} is ${shown(values)}, want an array of values`);
  }
  if (values.length === 0) throw new UsageError(`${quote(name)} has no values, want at least one`);
  const read = (value: unknown) =>
    inContext(`${quote(name)} has ${shown(value)}`, () => readValue(option, value));
  return [key, values.map(read)];
}

/** What types of JSON are called. */
const WORDS = { number: "a number", string: "a name", boolean: "true or false" };

function readValue({ value: sample, parse, parseOne }: Option, value: unknown): unknown {
  const wanted = /^[NX]\b/.test(sample!) ? "number" : sample === "[BOOL]" ? "boolean" : "string";
  const parts = Array.isArray(value) && parseOne ? value : [value];
  if (parts.length === 0) return [];
  const none = parts.length === 1 && parts[0] === "none" && sample!.startsWith("N,");
  if (!none && parts.some((part) => typeof part !== wanted)) {
    throw new UsageError(
      `want ${WORDS[wanted]}${parseOne ? ", or an array of them" : ""}`,
    );
  }
  // What stands between the parts is what the option itself has there.
  return parseOne ? parse(parts.join(",")) : parse(String(value));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return plain(text.length > 40 ? text.slice(0, 40) + "…" : text);
}
