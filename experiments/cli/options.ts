/** The command line.
 * @module
 */
import { parseArgs } from "@std/cli";
import { PRESETS, type Run, type RunConfiguration } from "../study/configuration.ts";
import { FIXED_IN_GRIDS, parseGrid } from "./experiment/grid_file.ts";
import { defaultRungs, type Halving, KEEP } from "../study/halving.ts";
import {
  FLAGS,
  type Option,
  optionName,
  OTHERS,
  SEARCH_OPTIONS,
  SETTINGS,
  SHARD_FLAGS,
  SHARD_OPTIONS,
} from "./settings.ts";
import { studies } from "../studies/mod.ts";
import { runsOf, type Study, type Varied } from "../study/study.ts";
import { nearest } from "./suggest.ts";
import { list } from "./values.ts";
import type { Shard } from "../study/shard.ts";
import type { AskedStudy } from "../study/study_record.ts";
import { quote } from "../study/format.ts";
import { UsageError } from "../study/usage_error.ts";

/** What a command line asks for. */
export interface Invocation {
  /** The studies, to be run one after the other. */
  readonly asked: readonly AskedStudy[];
  /** Where the dataset's files are, if that was said. */
  readonly dataDir: string | undefined;
  /** The folder for results. */
  readonly out: string;
  /** Steps from row to row of `iterations.csv`; 0 for none. */
  readonly logEvery: number;
  /** How many threads shall share the work, if that was said. */
  readonly threads: number | undefined;
  /** The BLAS library to use, or `auto`; none unless that was said. */
  readonly blas: string | undefined;
  /** Whether to be silent until the results. */
  readonly quiet: boolean;
  /** What to do. */
  readonly action: "run" | Action;
  /** How many runs shall be trained side by side, if that was said. */
  readonly jobs: number | undefined;
  /** Seconds from checkpoint to checkpoint, if that was said. */
  readonly checkpointEvery: number | undefined;
  /** Whether to start over. */
  readonly fresh: boolean;
  /** Whether to keep the trained parameters. */
  readonly saveModels: boolean;
  /** The part to train, if that was said. */
  readonly shard: Shard | undefined;
  /** How many parts there are, if that was said. */
  readonly shards: number | undefined;
  /** Whether to merge what there is. */
  readonly allowGaps: boolean;
}

/** What can be done instead of training. */
const ACTIONS = ["plan", "status", "merge"] as const;
type Action = typeof ACTIONS[number];

/** The options that say how to train, and make no sense with {@linkcode ACTIONS}. */
const OF_TRAINING = ["jobs", "threads", "blas", "checkpoint-every", "fresh", "save-models", "shard"];

/** The name that stands for all studies but `train`. */
const ALL = "all";

/** The most trials of a grid: more are a slip of the pen. */
const MOST_TRIALS = 1e5;

const settings = Object.entries(SETTINGS).map(([key, option]) => [optionName(key), key, option] as const);
const others: Readonly<Record<string, Option<unknown>>> = { ...OTHERS, ...SEARCH_OPTIONS, ...SHARD_OPTIONS };
const valued = [...settings.map(([name]) => name), ...Object.keys(others)];
const flags = [...Object.keys(FLAGS), ...Object.keys(SHARD_FLAGS)];

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
  const wanted = readStudies(positional);
  const asked = wanted.map((study) => ask(study, given));
  checkUse(asked, given);
  return {
    asked,
    dataDir: read("data-dir", given, OTHERS["data-dir"]),
    out: read("out", given, OTHERS.out) ?? "results",
    logEvery: read("log-every", given, OTHERS["log-every"]) ?? 100,
    threads: read("threads", given, OTHERS.threads),
    blas: read("blas", given, OTHERS.blas),
    quiet: readFlag(given, "quiet"),
    action: readAction(given),
    jobs: read("jobs", given, OTHERS.jobs),
    checkpointEvery: read("checkpoint-every", given, OTHERS["checkpoint-every"]),
    fresh: readFlag(given, "fresh"),
    saveModels: readFlag(given, "save-models"),
    shard: read("shard", given, SHARD_OPTIONS.shard),
    shards: read("shards", given, SHARD_OPTIONS.shards),
    allowGaps: readFlag(given, "allow-gaps"),
  };
}

function readAction(given: Map<string, string>): "run" | Action {
  const actions: readonly ("run" | Action)[] = ACTIONS.filter((name) => readFlag(given, name));
  if (actions.length > 1) {
    throw new UsageError(`Cannot use --${actions[0]} and --${actions[1]} together: want one of them`);
  }
  const action = actions.length > 0 ? actions[0] : "run";
  const idle = action === "run" ? undefined : OF_TRAINING.find((name) => given.has(name));
  if (idle) throw new UsageError(`Cannot use --${idle} with --${action}, which trains nothing`);
  if (given.has("allow-gaps") && action !== "merge") {
    throw new UsageError("Cannot use --allow-gaps here: it belongs to --merge");
  }
  if (given.has("shards") && (given.has("shard") || action === "merge")) {
    throw new UsageError(
      `Cannot use --shards with --${given.has("shard") ? "shard" : "merge"}: want one of them`,
    );
  }
  return action;
}

/** What the options make of a study. */
function ask(study: Study, given: Map<string, string>): AskedStudy {
  const preset = read("preset", given, OTHERS.preset);
  const chosen: Record<string, unknown> = { ...(preset && PRESETS[preset]) };
  const varied: Record<string, unknown> = { ...(study.search && readGrid(given)) };
  const listed = new Set(Object.values(study.variants ?? {}).flatMap(Object.keys));
  for (const [name, key, option] of settings) {
    const text = given.get(name);
    if (text === undefined) continue;
    const one: Option<unknown> = { ...option, parse: option.parseOne ?? option.parse };
    const combines = study.search && !FIXED_IN_GRIDS.includes(key as keyof RunConfiguration);
    if (key in study.varied || combines) varied[key] = read(name, given, { parse: list(one.parse) });
    else if (listed.has(key)) {
      throw new UsageError(`Cannot use --${name} here: the study ${study.name} compares values of its own`);
    } else if (text.includes(",") && !LISTS.includes(key)) {
      throw new UsageError(
        `Cannot use --${name} ${quote(text)}: the study ${study.name} wants a single value`,
      );
    } else chosen[key] = read<unknown>(name, given, option);
  }
  const trials = Object.values({ ...study.varied, ...varied } as Record<string, unknown[]>)
    .reduce((product, values) => product * values.length, 1);
  if (trials > MOST_TRIALS) {
    throw new UsageError(`Cannot run ${trials.toLocaleString("en-US")} trials: want at most 100,000`);
  }
  const seeds = read("seeds", given, OTHERS.seeds) ?? 1;
  const runs = runsOf(study, { settings: chosen, varied: varied as Varied, seeds });
  checkRuns(study, runs, varied);
  return { study, runs, seeds, halving: study.search ? readHalving(given, runs) : undefined };
}

function readGrid(given: Map<string, string>): Varied {
  const path = read("grid", given, SEARCH_OPTIONS.grid);
  if (path === undefined) return {};
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "there is no such file" : "it can't be read";
    throw new UsageError(`Cannot use --grid ${quote(path)}: ${reason}`);
  }
  return parseGrid(text, path);
}

function readHalving(given: Map<string, string>, runs: readonly Run[]): Halving | undefined {
  const keep = read("keep", given, SEARCH_OPTIONS.keep), rungs = read("rungs", given, SEARCH_OPTIONS.rungs);
  if (!readFlag(given, "halving")) {
    for (const name of ["rungs", "keep"]) {
      if (given.has(name)) throw new UsageError(`Cannot use --${name} here: it belongs to --halving`);
    }
    return undefined;
  }
  const { epochs } = runs[0].configuration;
  const wrong = rungs?.find((rung, i) => rung >= epochs || rung <= (rungs[i - 1] ?? 0));
  if (wrong !== undefined) {
    throw new UsageError(
      `Cannot use --rungs ${quote(given.get("rungs")!)}: want rising numbers below the ${epochs} epochs`,
    );
  }
  const share = keep ?? KEEP;
  return { rungs: rungs ?? defaultRungs(epochs, runs.length, share), keep: share };
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
        throw new UsageError(`Cannot use --${name} without a value: want --${name} ${sampleValue(name)}`);
      }
      joined.push(`--${name}=${value}`);
      i++;
    } else joined.push(args[i]);
  }
  return joined;
}

function sampleValue(name: string): string {
  const setting = settings.find(([option]) => option === name);
  return setting ? setting[2].value : others[name].value;
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

function readStudies(positional: string[]): Study[] {
  const names = Object.keys(studies);
  if (positional.length > 1) {
    throw new UsageError(
      `Cannot run ${positional.length} studies at once: found ${
        positional.slice(0, 9).map(quote).join(" ")
      }, want one, or all`,
    );
  }
  const name = positional[0] ?? names[0];
  if (name === ALL) return Object.values(studies).filter((study) => study !== studies.train);
  if (names.includes(name)) return [studies[name as keyof typeof studies]];
  const choice = [...names, ALL];
  throw new UsageError(
    `Unknown study ${quote(name)}: the nearest is "${nearest(name, choice)}", of ${choice.join(", ")}`,
  );
}

/** Refuses settings that do not go together, and values that are there twice. */
function checkRuns(study: Study, runs: readonly Run[], varied: Readonly<Record<string, unknown>>): void {
  for (const values of Object.values(varied) as unknown[][]) {
    const texts = values.map((value) => [value].flat().join("-") || "none");
    const twice = texts.find((text, i) => texts.indexOf(text) !== i);
    if (twice !== undefined) throw new UsageError(`Cannot compare ${quote(twice)} with itself: want it once`);
  }
  const beyond = runs.find(({ configuration }) => configuration.seed > Number.MAX_SAFE_INTEGER);
  if (beyond) throw new UsageError(`Cannot use --seeds here: the last seed would be above 2^53 - 1`);
  for (const { configuration: { hidden, activation, exponential, softmax } } of runs) {
    if (activation.length > 1 && activation.length !== hidden.length) {
      throw new UsageError(
        `Cannot use ${activation.length} activations (${
          activation.slice(0, 20).join(",")
        }) with ${hidden.length} hidden ` +
          `layers (${hidden.slice(0, 20).join(",") || "none"})${
            study.search ? " in a grid" : ""
          }: want one for all, or one for each`,
      );
    }
    if (softmax === "plain" && exponential !== "simd") {
      throw new UsageError(
        `Cannot use --softmax plain with --exponential ${exponential}: want --exponential simd or --softmax shifted`,
      );
    }
  }
}

/** Refuses options that would change nothing. */
function checkUse(asked: readonly AskedStudy[], given: Map<string, string>): void {
  const runs = asked.flatMap(({ runs }) => runs);
  const idle = (name: string, uses: string, used: (configuration: RunConfiguration) => boolean) => {
    if (!given.has(name) || runs.some(({ configuration }) => used(configuration))) return;
    throw new UsageError(`Cannot use --${name} here: it belongs to ${uses}`);
  };
  const softmax = ({ loss }: RunConfiguration) => ["kl-div", "softmax-cross-entropy"].includes(loss);
  idle("momentum", "--optimizer sgd", ({ optimizer }) => optimizer === "sgd");
  idle("margin", "--loss hinge", ({ loss }) => loss === "hinge");
  idle("alpha", "--loss focal", ({ loss }) => loss === "focal");
  idle("gamma", "--loss focal", ({ loss }) => loss === "focal");
  idle("init-std", "--init normal", ({ init }) => init === "normal");
  idle("softmax", "--loss kl-div and softmax-cross-entropy", softmax);
  idle(
    "exponential",
    "--activation tanh and selu, and --loss kl-div and softmax-cross-entropy",
    (configuration) =>
      softmax(configuration) || configuration.activation.some((name) => name === "tanh" || name === "selu"),
  );
  idle("activation", "hidden layers, and --hidden is none", ({ hidden }) => hidden.length > 0);
  idle("data-dir", "datasets that are read from files", ({ dataset }) => dataset !== "synthetic");
  if (asked.some(({ study }) => study.search)) return;
  for (const name of [...Object.keys(SEARCH_OPTIONS), "halving"]) {
    if (given.has(name)) throw new UsageError(`Cannot use --${name} here: it belongs to the study grid`);
  }
}
