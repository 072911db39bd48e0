/** Warnings on a screen.
 * @module
 */
import { wrap } from "../study/format.ts";

/** A warning that can't be overlooked. */
export function warning(message: string, color: boolean, columns = 110): string {
  const lines = message.split("\n").flatMap((line) => wrap(line, columns - 10));
  const text = lines.map((line, i) => (i === 0 ? "WARNING: " : "         ") + line).join("\n");
  return (color ? `\x1b[1;33m${text}\x1b[0m` : text) + "\n\n";
}
