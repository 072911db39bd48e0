/** A command line, read by the table of its command's options.
 * @module
 */
import { parseArgs } from "@std/cli";
import { quote } from "../study/format.ts";
import { UsageError } from "../study/usage_error.ts";
import { type Given, type Option, optionName, type Options, type Parser, type Values } from "./option.ts";
import { nearest } from "./suggest.ts";

/** Options by their names on the command line, with their keys. */
type Named = ReadonlyMap<string, Option & { readonly key: string }>;

/** The words of a command line. */
export class CommandLine {
  /** The words that belong to no option. */
  readonly positional: readonly string[];
  readonly #options: Options;
  readonly #texts = new Map<string, string>();

  /**
   * Finds the options among words. Their values are not read yet.
   *
   * @throws {UsageError} If one is not known, comes twice or has no value, or a flag has one.
   */
  constructor(words: readonly string[], options: Options) {
    const named: Named = new Map(
      Object.entries(options).map(([key, option]) => [optionName(key), { ...option, key }]),
    );
    const names = [...named.keys()], positional: string[] = [];
    const parsed = parseArgs(withEqualsSigns(words, named), {
      string: names,
      collect: names,
      unknown: (word, key) => {
        if (key !== undefined) throw unknownOption(word, names);
        positional.push(word);
        return false;
      },
    });
    for (const [name, { key, value }] of named) {
      const texts: string[] = parsed[name], [text] = texts;
      if (texts.length > 1) throw new UsageError(`Cannot use --${name} ${texts.length} times: want it once`);
      if (text !== undefined && value === undefined && text !== "true" && text !== "false") {
        throw new UsageError(`Cannot use --${name}=${quote(text)}: want --${name} alone, or true or false`);
      }
      if (text !== undefined) this.#texts.set(key, text);
    }
    this.positional = [...positional, ...parsed._.map(String)];
    this.#options = options;
  }

  /** The options that it has. */
  get given(): Given {
    const isOff = (key: string) => this.#options[key].value === undefined && this.text(key) === "false";
    return new Set([...this.#texts.keys()].filter((key) => !isOff(key)));
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
    const text = this.text(key);
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
    const values: Record<string, unknown> = {};
    for (const key in options) values[key] = this.read(key, options[key].parse) ?? options[key].default;
    return values as Values<O>;
  }

  /**
   * Checks the rules of the options that are given.
   *
   * @throws {UsageError} If one may not be used.
   */
  check(context: unknown): void {
    const given = this.given;
    for (const [key, { rules = [] }] of Object.entries(this.#options)) {
      for (const rule of given.has(key) ? rules : []) {
        const words = rule(given, context);
        if (words !== undefined) throw new UsageError(`Cannot use --${optionName(key)} ${words}`);
      }
    }
  }
}

/**
 * Writes `--name value` as `--name=value`, so that a value may be empty or begin with a minus sign, a missing one is
 * noticed, and a flag takes none.
 */
function withEqualsSigns(words: readonly string[], named: Named): string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] === "-h" ? "--help" : words[i];
    if (word === "--") return [...joined, ...words.slice(i)];
    const option = word.startsWith("--") ? named.get(word.slice(2)) : undefined;
    if (!option) joined.push(word);
    else if (option.value === undefined) joined.push(`${word}=true`);
    else {
      const value = words[++i];
      if (value === undefined || /^(--|-h$)/.test(value)) {
        throw new UsageError(`Cannot use ${word} without a value: want ${word} ${option.value}`);
      }
      joined.push(`${word}=${value}`);
    }
  }
  return joined;
}

function unknownOption(word: string, names: readonly string[]): UsageError {
  const [name] = word.split("=");
  const meant = nearest(name.replace(/^-*/, ""), names);
  return new UsageError(`Unknown option ${quote(name)}: the nearest is --${meant} (--help lists all)`);
}
