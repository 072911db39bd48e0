import { formatSetting, wrap } from "../study/format.ts";
import { type Option, optionName, type Options } from "./option.ts";

const WIDTH = 80;
const INDENT = 26;

/** What a command says of itself. */
export interface Guide {
  /** What it does, in a sentence. */
  readonly about: string;
  /** How it is called: `deno task experiment [study] [options]`. */
  readonly usage: string;
  /** What its words may be but options: explanations by names by headings. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Its options, by headings. */
  readonly sections: Readonly<Record<string, Options>>;
  /** What else there is to know: paragraphs. */
  readonly notes?: readonly string[];
  /** Lines that somebody may type. */
  readonly examples?: readonly string[];
  /** What its exit codes mean. */
  readonly exitCodes?: string;
}

/** The help of a command, at most 80 columns wide. */
export function helpOf(
  { about, usage, words, sections, notes = [], examples = [], exitCodes }: Guide,
): string {
  const block = (heading: string, lines: readonly string[]) => [heading, ...lines, ""];
  const lines = [
    ...wrap(about, WIDTH),
    "",
    `  ${usage}`,
    "",
    ...Object.entries(words).flatMap(([heading, explanations]) =>
      block(heading, Object.entries(explanations).flatMap(([name, text]) => entry(name, text)))
    ),
    ...Object.entries(sections).flatMap(([heading, options]) =>
      block(heading, Object.entries(options).flatMap(([key, option]) => optionEntry(key, option)))
    ),
    ...notes.flatMap((note) => [...wrap(note, WIDTH), ""]),
    ...examples.map((example) => `  ${example}`),
    ...(examples.length > 0 ? [""] : []),
    ...(exitCodes === undefined ? [] : wrap(`Exit codes: ${exitCodes}`, WIDTH)),
  ];
  return lines.join("\n").trimEnd() + "\n";
}

function optionEntry(key: string, { value, help, default: shown }: Option): string[] {
  if (value === undefined) return entry(`--${optionName(key)}`, help);
  const text = typeof shown === "number" ? formatSetting(shown) : String(shown);
  return entry(`--${optionName(key)} ${value}`, shown === undefined ? help : `${help} [${text}]`);
}

/** A name and its explanation, which begins in a column of its own. */
function entry(name: string, explanation: string): string[] {
  const [first, ...rest] = wrap(explanation, WIDTH - INDENT);
  return [`  ${name}`.padEnd(INDENT - 1) + " " + first, ...rest.map((line) => " ".repeat(INDENT) + line)];
}
