/** Texts from elsewhere, as errors show them.
 * @module
 */

/** The most characters of a text that are shown. */
const MOST = 200;

/**
 * A text from elsewhere as errors show it: on one line, with nothing that a terminal obeys, its end left out where it is long.
 *
 * @example
 * ```ts
 * import { printable } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(printable("a\nb\u001b[2J"), "a\\u000ab\\u001b[2J");
 * assertEquals(printable("a".repeat(5000)).length, 219);
 * ```
 */
export function printable(text: string): string {
  const shown = text.length > MOST ? `${text.slice(0, MOST)}… (${text.length} characters)` : text;
  // deno-lint-ignore no-control-regex
  return shown.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped)
    .toWellFormed();
}

/** The same in quotes. */
export function quoted(text: string): string {
  return printable(JSON.stringify(text));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
