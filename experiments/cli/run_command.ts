import { plain } from "../study/format.ts";
import { UsageError } from "../study/usage_error.ts";
import { type Guide, helpOf } from "./help.ts";
import type { Io } from "./io.ts";

/** The errors that say themselves what is wrong. Of any other the stack is of interest. */
const PLAIN = ("DataError DataUnavailableError GapError MemoryError NativeError NoResultsError OutputError " +
  "RunError").split(" ");

/** Words that ask for nothing but words. */
export class Answer {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export interface Command<Invocation> {
  readonly guide: Guide;
  /** What its words ask for. It throws a {@linkcode UsageError} if anything is wrong with them. */
  parse(words: readonly string[]): Invocation | "help" | Answer;
  /** Does it, and returns the exit code. */
  act(invocation: Invocation): Promise<number>;
}

/** Does what the words after a command ask for. The exit code is that of the command, 1 if it fails, 2 if the words are wrong. */
export async function runCommand<Invocation>(
  { guide, parse, act }: Command<Invocation>,
  words: readonly string[],
  io: Pick<Io, "out" | "error">,
): Promise<number> {
  try {
    const invocation = parse(words);
    if (invocation === "help") io.out(helpOf(guide));
    else if (invocation instanceof Answer) io.out(invocation.text);
    else return await act(invocation);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      io.error(oneLine(error.message) + "\n");
      return 2;
    }
    const plain = error instanceof Error &&
      (PLAIN.includes(error.name) || error instanceof Deno.errors.NotCapable);
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    io.error((plain ? oneLine(error.message) : text) + "\n");
    return 1;
  }
}

/** The most letters of a message. */
const LONGEST = 2000;

/** A message with texts from files, or names of some, in one line that comes to an end. */
export function oneLine(text: string): string {
  return plain(text.length > LONGEST ? text.slice(0, LONGEST) + " …" : text);
}
