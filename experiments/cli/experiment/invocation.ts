import { quote, shellQuote } from "../../study/format.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import type { Study } from "../../study/study.ts";
import { TRAINING_DEFAULTS, type TrainingOptions } from "../../study/training_options.ts";
import { UsageError } from "../../study/usage_error.ts";
import { studies } from "../../studies/mod.ts";
import { CommandLine } from "../command_line.ts";
import { helpOf } from "../help.ts";
import { optionName, type Parser, takes, type Values } from "../option.ts";
import { Answer } from "../run_command.ts";
import { nearest } from "../suggest.ts";
import { ask } from "./ask.ts";
import { FULL_GUIDE, guideTo, versionText } from "./guides.ts";
import { ALL, COMMON, OPTIONS, TRAINING } from "./options.ts";
import { type Action, ACTIONS } from "./rules.ts";

/** What a command line asks for. */
export interface Invocation extends Values<typeof COMMON> {
  /** The studies, to be run one after the other. */
  readonly asked: readonly AskedStudy[];
  readonly action: "run" | Action;
  /** The epochs that were named. */
  readonly epochs: number | undefined;
  /** How runs are trained. Whether threads and native kernels were asked for, {@linkcode threads} and {@linkcode native} say. */
  readonly training: TrainingOptions;
  /** The command that would run it all at once, to be noted with the results. */
  readonly command: string;
}

/** Reads a command line. Throws a {@linkcode UsageError} of one line if anything is wrong with it. */
export function parseInvocation(words: readonly string[]): Invocation | "help" | Answer {
  const line = new CommandLine(words, OPTIONS);
  const [first, ...topics] = line.positional;
  if (line.given.has("version")) return new Answer(versionText());
  if (first === "help") return helpOn(topics);
  if (line.given.has("help")) return helpOn(line.positional);
  const asked = studiesOf(line.positional).map((study) => ask(study, line));
  line.check(asked);
  const common = line.values(COMMON);
  return {
    ...common,
    fresh: common.fresh || line.text("resume") === "false",
    asked,
    epochs: line.read("epochs", OPTIONS.epochs.parse as Parser<number>),
    action: ACTIONS.find((action) => common[action]) ?? "run",
    training: {
      ...TRAINING_DEFAULTS,
      ...line.values(TRAINING),
      threads: common.threads ?? TRAINING_DEFAULTS.threads,
    },
    command: commandOf(words),
  };
}

/** Tasks that somebody may take for studies. */
const OTHER_COMMANDS = ["predict", "evaluate", "report", "playground"];

/** The help, or that on a study or on all options. */
function helpOn(topics: readonly string[]): "help" | Answer {
  if (topics.length === 0) return "help";
  if (topics[0] === ALL) return new Answer(helpOf(FULL_GUIDE));
  return new Answer(topics.map((topic) => helpOf(guideTo(studiesOf([topic])[0]))).join("\n"));
}

function studiesOf(words: readonly string[]): Study[] {
  const names = Object.keys(studies);
  if (words.length > 1) {
    const found = words.slice(0, 9).map(quote).join(" ");
    throw new UsageError(`Cannot run ${words.length} studies at once: found ${found}, want one, or all`);
  }
  const [name = names[0]] = words;
  if (OTHER_COMMANDS.includes(name)) {
    throw new UsageError(`Unknown study ${quote(name)}: it is a command of its own, deno task ${name}`);
  }
  if (name === ALL) return Object.values(studies).filter((study) => study !== studies.train);
  if (names.includes(name)) return [studies[name as keyof typeof studies]];
  const choice = [...names, ALL];
  const meant = nearest(name, choice), all = choice.join(", ");
  throw new UsageError(
    `Unknown study ${quote(name)}: ${
      meant === undefined ? `want one of ${all}` : `the nearest is "${meant}", of ${all}`
    }`,
  );
}

/** The command line without what says how and where to train, and not what. */
function commandOf(words: readonly string[]): string {
  const named = Object.entries(OPTIONS).filter(([, { how }]) => how);
  const how = new Map(named.map(([key, option]) => [`--${optionName(key)}`, option]));
  const kept = words.filter((word, i) => {
    const before = how.get(words[i - 1]);
    return !how.has(word.split("=")[0]) && !(before && takes(before, word));
  });
  return ["deno task experiment", ...kept.map(shellQuote)].join(" ");
}
