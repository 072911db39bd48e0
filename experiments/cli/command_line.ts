/** A command line, read by the table of its command's options.
 * @module
 */
import { parseArgs } from "@std/cli";
import { quote } from "../study/format.ts";
import { UsageError } from "../study/usage_error.ts";
import { type Given, optionName, type Options, type Parser, type Values } from "./option.ts";
import { nearest } from "./suggest.ts";

/** The words of a command line. */
export class CommandLine {
  /** The words that belong to no option. */
  readonly positional: readonly string[];
  readonly #options: Options;
  readonly #texts: ReadonlyMap<string, string>;

  /**
   * Finds the options among words. Their values are not read yet.
   *
   * @throws {UsageError} If one is not known, comes twice, or has no value.
   */
  constructor(words: readonly string[], options: Options) {
    const names = new Map(Object.keys(options).map((key) => [optionName(key), key]));
    const known = [...names.keys()], positional: string[] = [];
    const flags = known.filter((name) => options[names.get(name)!].value === undefined);
    const sample = (name: string) => options[names.get(name)!].value!;
    const parsed = parseArgs(withEqualsSigns(words, known, flags, sample), {
      string: known,
      collect: known,
      unknown: (word, key) => {
        if (key !== undefined) throw unknownOption(word, known);
        positional.push(word);
        return false;
      },
    });
    const texts = new Map<string, string>();
    for (const [name, key] of names) {
      const found: string[] = parsed[name];
      if (found.length > 1) throw new UsageError(`Cannot use --${name} ${found.length} times: want it once`);
      if (found.length === 1) texts.set(key, found[0]);
    }
    for (const name of flags) {
      const text = texts.get(names.get(name)!) ?? "true";
      if (text === "true" || text === "false") continue;
      throw new UsageError(`Cannot use --${name}=${quote(text)}: want --${name} alone, or true or false`);
    }
    this.positional = [...positional, ...parsed._.map(String)];
    this.#options = options;
    this.#texts = texts;
  }

  /** The options that it has. */
  get given(): Given {
    const isOn = (key: string, text: string) => this.#options[key].value !== undefined || text === "true";
    return new Set([...this.#texts].flatMap(([key, text]) => isOn(key, text) ? [key] : []));
  }

  /** The text of an option. */
  text(key: string): string | undefined {
    return this.#texts.get(key);
  }

  /**
   * The value of an option, read by a parser; undefined if it is not given.
   *
   * @throws {UsageError} If the parser does.
   */
  read<T>(key: string, parse: Parser<T>): T | undefined {
    const text = this.#texts.get(key);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`Cannot use --${optionName(key)} ${quote(text)}: ${error.message}`);
    }
  }

  /**
   * The values of some of the options, with their defaults.
   *
   * @throws {UsageError} If one is wrong.
   */
  values<O extends Options>(options: O): Values<O> {
    const entries = Object.entries(options);
    return Object.fromEntries(
      entries.map(([key, { parse, default: otherwise }]) => [key, this.read(key, parse) ?? otherwise]),
    ) as Values<O>;
  }

  /**
   * Checks the rules of the options that are given.
   *
   * @throws {UsageError} If one may not be used.
   */
  check(context: unknown): void {
    const given = this.given;
    for (const [key, { rules = [] }] of Object.entries(this.#options)) {
      if (!given.has(key)) continue;
      for (const rule of rules) {
        const words = rule(given, context);
        if (words !== undefined) throw new UsageError(`Cannot use --${optionName(key)} ${words}`);
      }
    }
  }
}

/**
 * Writes `--name value` as `--name=value`, so that a value may be empty or begin with a minus sign, a missing one is
 * noticed, and a flag takes none.
 *
 * @param sample What stands for the value of an option.
 */
function withEqualsSigns(
  words: readonly string[],
  known: readonly string[],
  flags: readonly string[],
  sample: (name: string) => string,
): string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i], name = word.slice(2);
    if (word === "--") return [...joined, ...words.slice(i)];
    if (word === "-h") joined.push("--help=true");
    else if (!word.startsWith("--") || !known.includes(name)) joined.push(word);
    else if (flags.includes(name)) joined.push(`${word}=true`);
    else {
      const value = words[++i];
      if (value === undefined || /^(--|-h$)/.test(value)) {
        throw new UsageError(`Cannot use ${word} without a value: want ${word} ${sample(name)}`);
      }
      joined.push(`${word}=${value}`);
    }
  }
  return joined;
}

function unknownOption(word: string, known: readonly string[]): UsageError {
  const [name] = word.split("=");
  const meant = nearest(name.replace(/^-*/, ""), known);
  return new UsageError(`Unknown option ${quote(name)}: the nearest is --${meant} (--help lists all)`);
}
