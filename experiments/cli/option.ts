/** How commands declare their options: one entry in one table has all that is known of an option.
 * @module
 */

import { UsageError } from "../study/usage_error.ts";

/** Reads a value from its text. It throws a {@linkcode UsageError} that says what is wanted. */
export type Parser<T> = (text: string) => T;

/** The keys of the options that a command line has. A flag that is said to be false is not among them. */
export type Given = ReadonlySet<string>;

/** What forbids an option: the words after `Cannot use --name`, or undefined where it may be used. It sees what the command makes of all words. */
// deno-lint-ignore no-explicit-any
export type Rule<Context = any> = (given: Given, context: Context) => string | undefined;

/** An option. Its key in a table is its name in camelCase. */
export interface Option<T = unknown> {
  /** What stands for the value in the help. A flag has none: it is true or false. */
  readonly value?: string;
  /** What it does, for the help. */
  readonly help: string;
  readonly parse: Parser<Exclude<T, undefined>>;
  /** Its text where no value follows: it may stand alone, and the next word is its value only if it can be. */
  readonly alone?: string;
  /** What it is unless given; the help shows it. */
  readonly default: T;
  /** How else it may be written, such as `--lr`. */
  readonly also?: readonly string[];
  /** Where it may not be used. */
  readonly rules?: readonly Rule[];
  /** Whether it says how and where something is done, not what: it has no part in the results. */
  readonly how?: boolean;
  /** Reads one of several values with commas between them, where a single one has commas itself. */
  readonly parseOne?: Parser<unknown>;
}

type Remarks = Pick<Option, "alone" | "also" | "rules" | "how" | "parseOne">;

/** Options by their keys. */
export type Options = Readonly<Record<string, Option>>;

/** The values of options. */
export type Values<O extends Options> = { readonly [K in keyof O]: O[K]["default"] };

/** An option with a value. */
export function option<T, D extends T | undefined = undefined>(
  value: string,
  help: string,
  parse: Parser<T>,
  remarks: Remarks & { readonly default?: D } = {},
): Option<T | D> {
  return { value, help, parse, default: undefined as D, ...remarks } as Option<T | D>;
}

/** An option without a value. */
export function flag(help: string, remarks: Remarks = {}): Option<boolean> {
  return { help, parse: (text) => text === "true", default: false, ...remarks };
}

/** Whether the word after an option is its value. */
export function takes({ value, alone, parse }: Option, word: string): boolean {
  if (value === undefined || alone === undefined) return value !== undefined;
  try {
    // Several values of a grid are one word.
    for (const part of word.split(",")) parse(part);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** What every command has. */
export const HELP = flag("this text (also -h)", { also: ["-h"] });

/** Options that stand for the fields of an object, with that object's values as their defaults. */
export function withDefaults<T extends object, O extends Options>(
  defaults: T,
  options: O,
): { readonly [K in keyof O]: O[K] & { readonly default: K extends keyof T ? T[K] : never } } {
  const filled: Record<string, unknown> = {};
  for (const key in options) filled[key] = { ...options[key], default: Reflect.get(defaults, key) };
  return filled as ReturnType<typeof withDefaults<T, O>>;
}

/** `learning-rate` for `learningRate`. */
export function optionName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
}

/** It changes nothing without another one. */
export function belongsTo(other: string): Rule {
  return (given) => given.has(other) ? undefined : `here: it belongs to --${optionName(other)}`;
}

/** It can't be used with any of some others. */
export function notWith(others: readonly string[], why: string): Rule {
  return (given) => {
    const other = others.find((other) => given.has(other));
    return other && `with --${optionName(other)}${why}`;
  };
}
