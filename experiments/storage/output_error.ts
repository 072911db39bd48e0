/** What is said where results can't be written or read.
 * @module
 */

/** Results can't be written or read: no space, no permission, something in the way. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** An error that says what could not be done, and what the operating system said. */
export function cannot(action: string, error: unknown): OutputError {
  return new OutputError(`Cannot ${action}: ${reasonOf(error)}`, { cause: error });
}

/** What went wrong, in one line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split("\n")[0].replace(/ \(os error \d+\).*$/, "");
  return line.slice(0, 1).toLowerCase() + line.slice(1);
}
