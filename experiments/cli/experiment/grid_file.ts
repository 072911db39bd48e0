/** Grids in files.
 * @module
 */
import type { RunConfiguration } from "../../study/configuration.ts";
import { type Option, optionName, SETTINGS } from "../settings.ts";
import type { Varied } from "../../study/study.ts";
import { nearest } from "../suggest.ts";
import { quote } from "../../study/format.ts";
import { UsageError } from "../../study/usage_error.ts";

/** The settings that a grid can't combine: how long trials are and what is shared by them. */
export const FIXED_IN_GRIDS: readonly (keyof RunConfiguration)[] = ["epochs", "seed", "dataset"];

/**
 * Reads a grid from the text of a file: JSON, such as `{ "learning-rate": [0.1, 0.01], "hidden": [64, [256, 128], "none"] }`.
 *
 * @param path What the file is called in errors.
 * @throws {UsageError} If anything is wrong with it; the message is one line that names it.
 */
export function parseGrid(text: string, path: string): Varied {
  const refuse = (found: string): never => {
    throw new UsageError(`Cannot use the grid ${quote(path)}: ${found}`);
  };
  let grid: unknown;
  try {
    grid = JSON.parse(text);
  } catch (error) {
    refuse(`it is no JSON (${(error as Error).message.replace(/\s+/g, " ").slice(0, 100)})`);
  }
  if (typeof grid !== "object" || grid === null || Array.isArray(grid)) {
    return refuse("want an object with option names and arrays of values");
  }
  const keys = (Object.keys(SETTINGS) as (keyof RunConfiguration)[])
    .filter((key) => !FIXED_IN_GRIDS.includes(key));
  const names = keys.map(optionName);
  const varied: Record<string, unknown[]> = {};
  for (const [name, values] of Object.entries(grid)) {
    const index = names.indexOf(name);
    if (index < 0) {
      const fixed = FIXED_IN_GRIDS.map(optionName).includes(name);
      refuse(
        fixed
          ? `${quote(name)} is the same for all trials: use the option --${name}`
          : `unknown key ${quote(name)}, the nearest is "${nearest(name, names)}"`,
      );
    }
    if (!Array.isArray(values)) refuse(`${quote(name)} is ${shown(values)}, want an array of values`);
    if (values.length === 0) refuse(`${quote(name)} has no values, want at least one`);
    const option = SETTINGS[keys[index]] as Option<unknown>;
    varied[keys[index]] = (values as unknown[]).map((value) => {
      try {
        return readValue(option, value);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        return refuse(`${quote(name)} has ${shown(value)}: ${error.message}`);
      }
    });
  }
  if (Object.keys(varied).length === 0) refuse("it is empty, want at least one option name");
  return varied as Varied;
}

function readValue({ value: sample, parse, parseOne }: Option<unknown>, value: unknown): unknown {
  const wanted = /^[NX]\b/.test(sample) ? "number" : "string";
  const parts = Array.isArray(value) && parseOne ? value : [value];
  if (parts.length === 0) return [];
  const none = parts.length === 1 && parts[0] === "none" && sample.startsWith("N,");
  if (!none && parts.some((part) => typeof part !== wanted)) {
    throw new UsageError(
      `want a ${wanted === "string" ? "name" : "number"}${parseOne ? ", or an array of them" : ""}`,
    );
  }
  // What stands between the parts is what the option itself has there.
  return parseOne ? parse(parts.join(",")) : parse(String(value));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? text.slice(0, 40) + "…" : text;
}
