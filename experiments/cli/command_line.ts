import { parseArgs } from "@std/cli";
import { quote } from "../study/format.ts";
import { UsageError } from "../study/usage_error.ts";
import { type Given, optionName, type Options, type Parser, takes, type Values } from "./option.ts";
import { nearest } from "./suggest.ts";
import { inContext } from "./values.ts";

/** The words of a command line. */
export class CommandLine {
  /** The words that belong to no option. */
  readonly positional: readonly string[];
  /** The options that it has. */
  readonly given: Given;
  readonly #options: Options;
  readonly #texts = new Map<string, string>();

  /** Finds the options among words. Their values are not read yet, but each has one, and none comes twice. */
  constructor(words: readonly string[], options: Options) {
    const names = Object.keys(options).map(optionName), positional: string[] = [];
    const parsed = parseArgs(withEqualsSigns(words, options), {
      string: names,
      collect: names,
      unknown: (word, key) => {
        if (key !== undefined) throw unknownOption(word, names);
        positional.push(word);
        return false;
      },
    });
    const given = new Set<string>();
    for (const [key, { value }] of Object.entries(options)) {
      const name = optionName(key), texts: string[] = parsed[name], [text] = texts;
      if (text === undefined) continue;
      if (texts.length > 1) throw new UsageError(`Cannot use --${name} ${texts.length} times: want it once`);
      if (value === undefined && text !== "true" && text !== "false") {
        throw new UsageError(`Cannot use --${name}=${quote(text)}: want --${name} alone, or true or false`);
      }
      this.#texts.set(key, text);
      if (value !== undefined || text === "true") given.add(key);
    }
    this.positional = [...positional, ...parsed._.map(String)];
    this.given = given;
    this.#options = options;
  }

  /** The text of an option. */
  text(key: string): string | undefined {
    return this.#texts.get(key);
  }

  /** The value of an option that is given, read by a parser, which throws a {@linkcode UsageError} if it is wrong. */
  read<T>(key: string, parse: Parser<T>): T | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    return inContext(`Cannot use --${optionName(key)} ${quote(text)}`, () => parse(text));
  }

  /** The values of some of the options, with their defaults. Throws a {@linkcode UsageError} if one is wrong. */
  values<O extends Options>(options: O): Values<O> {
    const values: Record<string, unknown> = {};
    for (const key in options) values[key] = this.read(key, options[key].parse) ?? options[key].default;
    return values as Values<O>;
  }

  /** Checks the rules of the options that are given. Throws a {@linkcode UsageError} if one may not be used. */
  check(context: unknown): void {
    for (const key of this.given) {
      for (const rule of this.#options[key].rules ?? []) {
        const words = rule(this.given, context);
        if (words !== undefined) throw new UsageError(`Cannot use --${optionName(key)} ${words}`);
      }
    }
  }
}

/**
 * Writes `--name value` as `--name=value`, so that a value may be empty or begin with a minus sign, a missing one is
 * noticed, and a flag takes none.
 */
function withEqualsSigns(words: readonly string[], options: Options): string[] {
  const named = new Map(Object.entries(options).map(([key, option]) => [`--${optionName(key)}`, option]));
  const also = new Map(
    [...named].flatMap(([name, { also = [] }]) => also.map((other) => [other, name] as const)),
  );
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    if (words[i] === "--") return [...joined, ...words.slice(i)];
    const word = words[i].replace(/^[^=]*/, (name) => also.get(name) ?? name);
    const option = named.get(word);
    if (!option) joined.push(word);
    else if (!takes(option, words[i + 1] ?? "")) joined.push(`${word}=${option.alone ?? "true"}`);
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
  const words = meant === undefined ? "see --help" : `the nearest is --${meant} (see --help)`;
  return new UsageError(`Unknown option ${quote(name)}: ${words}`);
}
