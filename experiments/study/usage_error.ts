/** The command line is wrong, or does not go with what is there: the message says how, in one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
