import { wrap } from "../study/format.ts";
import { oneLine } from "./run_command.ts";

/** A warning that can't be overlooked, in lines of less than so many columns; where there is no screen, as long as they are. */
export function warning(message: string, color: boolean, columns = Infinity): string {
  const lines = message.split("\n").flatMap((line) => wrap(oneLine(line), columns - 10));
  const text = lines.map((line, i) => (i === 0 ? "WARNING: " : "         ") + line).join("\n");
  return (color ? `\x1b[1;33m${text}\x1b[0m` : text) + "\n\n";
}
