import { assert } from "@std/assert";
import { oneLine } from "../../cli/run_command.ts";
import { plain } from "../../study/format.ts";

/** The errors that say themselves what is wrong. */
const KNOWN =
  "DataError DataUnavailableError ForeignError GapError IrregularError MemoryError NoResultsError OutputError RunError ShapeError UsageError"
    .split(" ");

/** Makes sure that a message is one line that comes to an end and does nothing to a terminal. */
export function assertLine(message: string): void {
  assert(
    plain(message) === message,
    `the message is more than a line: ${JSON.stringify(message.slice(0, 300))}`,
  );
  assert(message.length < 5000, `the message has ${message.length} letters: ${message.slice(0, 100)}`);
}

/** What somebody made of a file, or undefined if it was refused, in one line and by an error of a known kind. */
export async function orRefused<T>(make: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    assert(error instanceof Error && KNOWN.includes(error.name), (error as Error).stack);
    // What the packages say may have a text of the file in it, and is made one line where it is shown.
    assertLine(/^(Data|Shape|Memory)Error$/.test(error.name) ? oneLine(error.message) : error.message);
  }
}
