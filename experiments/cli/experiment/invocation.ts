import { quote, shellQuote } from "../../study/format.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import type { Study } from "../../study/study.ts";
import { TRAINING_DEFAULTS, type TrainingOptions } from "../../study/training_options.ts";
import { UsageError } from "../../study/usage_error.ts";
import { studies } from "../../studies/mod.ts";
import { CommandLine } from "../command_line.ts";
import { optionName, type Values } from "../option.ts";
import { nearest } from "../suggest.ts";
import { ask } from "./ask.ts";
import { ALL, COMMON, OPTIONS, TRAINING } from "./options.ts";
import { type Action, ACTIONS } from "./rules.ts";

/** What a command line asks for. */
export interface Invocation extends Values<typeof COMMON> {
  /** The studies, to be run one after the other. */
  readonly asked: readonly AskedStudy[];
  readonly action: "run" | Action;
  /** How runs are trained. Of threads, {@linkcode threads} says whether they were asked for. */
  readonly training: TrainingOptions;
  /** The command that would run it all at once, to be noted with the results. */
  readonly command: string;
}

/** Reads a command line. Throws a {@linkcode UsageError} of one line if anything is wrong with it. */
export function parseInvocation(words: readonly string[]): Invocation | "help" {
  const line = new CommandLine(words, OPTIONS);
  if (line.given.has("help")) return "help";
  const asked = studiesOf(line.positional).map((study) => ask(study, line));
  line.check(asked);
  const common = line.values(COMMON);
  return {
    ...common,
    asked,
    action: ACTIONS.find((action) => common[action]) ?? "run",
    training: { ...line.values(TRAINING), threads: common.threads ?? TRAINING_DEFAULTS.threads },
    command: commandOf(words),
  };
}

function studiesOf(words: readonly string[]): Study[] {
  const names = Object.keys(studies);
  if (words.length > 1) {
    const found = words.slice(0, 9).map(quote).join(" ");
    throw new UsageError(`Cannot run ${words.length} studies at once: found ${found}, want one, or all`);
  }
  const [name = names[0]] = words;
  if (name === ALL) return Object.values(studies).filter((study) => study !== studies.train);
  if (names.includes(name)) return [studies[name as keyof typeof studies]];
  const choice = [...names, ALL];
  throw new UsageError(
    `Unknown study ${quote(name)}: the nearest is "${nearest(name, choice)}", of ${choice.join(", ")}`,
  );
}

/** The command line without what says how and where to train, and not what. */
function commandOf(words: readonly string[]): string {
  const how = Object.entries(OPTIONS).filter(([, { how }]) => how);
  const valued = new Map(how.map(([key, { value }]) => [`--${optionName(key)}`, value !== undefined]));
  const kept = words.filter((word, i) => !valued.has(word.split("=")[0]) && !valued.get(words[i - 1]));
  return ["deno task experiment", ...kept.map(shellQuote)].join(" ");
}
