/** JSON that comes back as it was.
 * @module
 */

import { printable } from "../printable.ts";
import { DEEPEST_EXTRA } from "./nesting.ts";

/** A text that goes into JSON as it is. Not yet among TypeScript's types, nor in every engine. */
const { rawJSON } = JSON as unknown as { rawJSON?: (text: string) => unknown };

/**
 * Anything as JSON, if `JSON.parse` makes the same of it again. Infinity is written as a number too large for float64, which every
 * reader of JSON takes for it.
 *
 * @param action What can't be done otherwise.
 * @param name What the value is called.
 * @throws {RangeError} If something in it would come back as something else, or not at all: it says where.
 */
export function exactJson(action: string, name: string, value: unknown): string {
  check(action, name, value, new Set());
  return JSON.stringify(value, (_, part) => {
    const text = rawText(part);
    return text === undefined ? part : rawJSON!(text);
  });
}

/** How numbers are written that JSON can hold and `JSON.stringify` does not write. */
function rawText(value: unknown): string | undefined {
  if (value === Infinity) return "1e999";
  if (value === -Infinity) return "-1e999";
  return Object.is(value, -0) ? "-0" : undefined;
}

function check(action: string, place: string, value: unknown, above: Set<object>): void {
  const refuse = (found: string): never => {
    throw new RangeError(`Cannot ${action}: ${printable(place)} is ${found}, which JSON can't hold`);
  };
  if (value === null || typeof value === "boolean" || typeof value === "string") return;
  if (typeof value === "number") {
    if (Number.isNaN(value) || rawText(value) && !rawJSON) refuse(Object.is(value, -0) ? "-0" : `${value}`);
    return;
  }
  if (typeof value !== "object") {
    return refuse(typeof value === "undefined" ? "undefined" : `a ${typeof value}`);
  }
  if (above.has(value)) return refuse("within itself");
  if (above.size === DEEPEST_EXTRA) {
    throw new RangeError(
      `Cannot ${action}: ${printable(place)} is deeper than ${DEEPEST_EXTRA} lists and objects in each other`,
    );
  }
  above.add(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) check(action, `${place}[${i}]`, value[i], above);
  } else {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      refuse(`a ${value.constructor?.name ?? "strange object"}`);
    }
    if ("toJSON" in value || Object.getOwnPropertySymbols(value).length > 0) {
      refuse("an object with a method toJSON or symbols");
    }
    for (const [key, part] of Object.entries(value)) check(action, `${place}.${key}`, part, above);
  }
  above.delete(value);
}
