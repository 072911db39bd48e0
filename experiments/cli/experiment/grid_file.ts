/** Grids in files.
 * @module
 */
import type { RunConfiguration } from "../../study/configuration.ts";
import { quote } from "../../study/format.ts";
import type { Varied } from "../../study/study.ts";
import { UsageError } from "../../study/usage_error.ts";
import { type Option, optionName } from "../option.ts";
import { nearest } from "../suggest.ts";
import { SETTINGS } from "./settings.ts";

/** The settings that a grid can't combine: how long trials are and what is shared by them. */
export const FIXED_IN_GRIDS: readonly (keyof RunConfiguration)[] = ["epochs", "seed", "dataset"];

/**
 * Reads a grid from a file.
 *
 * @throws {UsageError} If it can't be read, or anything is wrong with it; the message is one line that names it.
 */
export function readGrid(path: string): Varied {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "there is no such file" : "it can't be read";
    throw new UsageError(`Cannot use --grid ${quote(path)}: ${reason}`);
  }
  return parseGrid(text, path);
}

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
  const settings = new Map(
    Object.entries<Option>(SETTINGS).map(([key, option]) => [optionName(key), { key, option }]),
  );
  const varied: Record<string, unknown[]> = {};
  for (const [name, values] of Object.entries(grid)) {
    const setting = settings.get(name);
    if (!setting) {
      const names = [...settings.keys()].filter((name) => !FIXED_IN_GRIDS.map(optionName).includes(name));
      return refuse(`unknown key ${quote(name)}, the nearest is "${nearest(name, names)}"`);
    }
    const { key, option } = setting;
    if (FIXED_IN_GRIDS.includes(key as keyof RunConfiguration)) {
      refuse(`${quote(name)} is the same for all trials: use the option --${name}`);
    }
    if (!Array.isArray(values)) refuse(`${quote(name)} is ${shown(values)}, want an array of values`);
    if (values.length === 0) refuse(`${quote(name)} has no values, want at least one`);
    varied[key] = (values as unknown[]).map((value) => {
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

function readValue({ value: sample, parse, parseOne }: Option, value: unknown): unknown {
  const wanted = /^[NX]\b/.test(sample!) ? "number" : "string";
  const parts = Array.isArray(value) && parseOne ? value : [value];
  if (parts.length === 0) return [];
  const none = parts.length === 1 && parts[0] === "none" && sample!.startsWith("N,");
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
