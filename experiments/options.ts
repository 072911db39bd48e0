/** The command line.
 * @module
 */
import { parseArgs } from "@std/cli";
import { PRESETS, type Run, type RunConfiguration } from "./configuration.ts";
import { FLAGS, type Option, optionName, OTHERS, SETTINGS } from "./settings.ts";
import { studies } from "./studies/mod.ts";
import { runsOf, type Study } from "./study.ts";
import { nearest, quote } from "./suggest.ts";
import { list, UsageError } from "./values.ts";

/** What a command line asks for. */
export interface Invocation {
  /** The study. */
  readonly study: Study;
  /** Its runs. */
  readonly runs: readonly Run[];
  /** Where the dataset's files are, if that was said. */
  readonly dataDir: string | undefined;
  /** The folder for results. */
  readonly out: string;
  /** Steps from row to row of `iterations.csv`; 0 for none. */
  readonly logEvery: number;
  /** Whether to be silent until the results. */
  readonly quiet: boolean;
}

const settings = Object.entries(SETTINGS).map(([key, option]) => [optionName(key), key, option] as const);
const valued = [...settings.map(([name]) => name), ...Object.keys(OTHERS)];
const flags = Object.keys(FLAGS);

/** The settings whose value is a list in itself. */
const LISTS = ["hidden", "activation"];

/**
 * Reads a command line.
 *
 * @returns What is asked for, or `"help"`.
 * @throws {UsageError} If anything is wrong with it; the message is one line.
 */
export function parseOptions(args: readonly string[]): Invocation | "help" {
  const { positional, given } = split(args);
  if (readFlag(given, "help")) return "help";
  const study = readStudy(positional);

  const preset = read("preset", given, OTHERS.preset);
  const chosen: Record<string, unknown> = { ...(preset && PRESETS[preset]) };
  const varied: Record<string, unknown> = {};
  for (const [name, key, option] of settings) {
    if (!given.has(name)) continue;
    if (key in study.varied) varied[key] = read(name, given, { parse: list<unknown>(option.parse) });
    else if (/,/.test(given.get(name)!) && !LISTS.includes(key)) {
      throw new UsageError(
        `Cannot use --${name} ${quote(given.get(name)!)}: the study ${study.name} wants a single value`,
      );
    } else chosen[key] = read<unknown>(name, given, option);
  }
  const runs = runsOf(study, { settings: chosen, varied });
  checkRuns(runs, given);
  return {
    study,
    runs,
    dataDir: read("data-dir", given, OTHERS["data-dir"]),
    out: read("out", given, OTHERS.out) ?? "results",
    logEvery: read("log-every", given, OTHERS["log-every"]) ?? 100,
    quiet: readFlag(given, "quiet"),
  };
}

/** Positional arguments, and the text of each option that was given. */
function split(args: readonly string[]): { positional: string[]; given: Map<string, string> } {
  const positional: string[] = [];
  const known = [...valued, ...flags];
  const parsed = parseArgs(withEqualsSigns(args), {
    string: known,
    collect: known,
    unknown: (argument, key) => {
      if (key === undefined) positional.push(argument);
      else {
        const name = argument.split("=")[0];
        const meant = nearest(name.replace(/^-*/, ""), known);
        throw new UsageError(`Unknown option ${quote(name)}: the nearest is --${meant} (--help lists all)`);
      }
      return false;
    },
  });
  const given = new Map<string, string>();
  for (const name of known) {
    const texts = parsed[name] as string[];
    if (texts.length > 1) throw new UsageError(`Cannot use --${name} ${texts.length} times: want it once`);
    if (texts.length === 1) given.set(name, texts[0]);
  }
  return { positional: [...positional, ...parsed._.map(String)], given };
}

/**
 * Writes `--name value` as `--name=value`, so that a value may be empty or begin with a minus sign, a missing one is
 * noticed, and a flag takes none.
 */
function withEqualsSigns(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const name = args[i].replace(/^--/, "");
    if (args[i] === "--") return [...joined, ...args.slice(i)];
    if (args[i] === "-h") joined.push("--help=true");
    else if (args[i] === "--" + name && flags.includes(name)) joined.push(`--${name}=true`);
    else if (args[i] === "--" + name && valued.includes(name)) {
      const value = args[i + 1];
      if (value === undefined || /^(--|-h$)/.test(value)) {
        throw new UsageError(`Cannot use --${name} without a value: want --${name} ${placeholder(name)}`);
      }
      joined.push(`--${name}=${value}`);
      i++;
    } else joined.push(args[i]);
  }
  return joined;
}

function placeholder(name: string): string {
  const setting = settings.find(([option]) => option === name);
  return setting ? setting[2].value : OTHERS[name as keyof typeof OTHERS].value;
}

function read<T>(
  name: string,
  given: Map<string, string>,
  { parse }: Pick<Option<T>, "parse">,
): T | undefined {
  const text = given.get(name);
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`Cannot use --${name} ${quote(text)}: ${error.message}`);
  }
}

function readFlag(given: Map<string, string>, name: string): boolean {
  const text = given.get(name) ?? "false";
  if (text === "true" || text === "false") return text === "true";
  throw new UsageError(`Cannot use --${name}=${quote(text)}: want --${name} alone, or true or false`);
}

function readStudy(positional: string[]): Study {
  const names = Object.keys(studies) as (keyof typeof studies)[];
  if (positional.length > 1) {
    throw new UsageError(
      `Cannot run ${positional.length} studies at once: found ${positional.map(quote).join(" ")}, want one`,
    );
  }
  const name = positional[0] ?? names[0];
  if (names.includes(name as keyof typeof studies)) return studies[name as keyof typeof studies];
  throw new UsageError(
    `Unknown study ${quote(name)}: the nearest is "${nearest(name, names)}", of ${names.join(", ")}`,
  );
}

/** Refuses settings that do not go together, and options that would change nothing. */
function checkRuns(runs: readonly Run[], given: Map<string, string>): void {
  const names = runs.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`Cannot compare ${quote(twice)} with itself: want it once`);

  for (const { configuration: { hidden, activation } } of runs) {
    if (activation.length > 1 && activation.length !== hidden.length) {
      throw new UsageError(
        `Cannot use ${activation.length} activations (${
          activation.join(",")
        }) with ${hidden.length} hidden ` +
          `layers (${hidden.join(",") || "none"}): want one for all, or one for each`,
      );
    }
  }
  const idle = (name: string, uses: string, used: (configuration: RunConfiguration) => boolean) => {
    if (!given.has(name) || runs.some(({ configuration }) => used(configuration))) return;
    throw new UsageError(`Cannot use --${name} here: it belongs to ${uses}`);
  };
  idle("momentum", "--optimizer sgd", ({ optimizer }) => optimizer === "sgd");
  idle("margin", "--loss hinge", ({ loss }) => loss === "hinge");
  idle("alpha", "--loss focal", ({ loss }) => loss === "focal");
  idle("gamma", "--loss focal", ({ loss }) => loss === "focal");
  idle("activation", "hidden layers, and --hidden is none", ({ hidden }) => hidden.length > 0);
  idle("data-dir", "datasets that are read from files", ({ dataset }) => dataset !== "synthetic");
}
