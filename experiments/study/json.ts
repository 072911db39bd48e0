/** JSON that keeps numbers which are not finite.
 * @module
 */
const NOT_FINITE: Readonly<Record<string, number>> = { NaN, Infinity, "-Infinity": -Infinity };

/** A value as JSON, with `NaN`, `Infinity` and `-Infinity` as texts. */
export function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) => typeof part === "number" && !Number.isFinite(part) ? String(part) : part,
  );
}

/** What {@linkcode toJson} made JSON of. Texts that are called like those numbers become numbers. */
export function fromJson(text: string): unknown {
  return JSON.parse(
    text,
    (_, part) => typeof part === "string" && part in NOT_FINITE ? NOT_FINITE[part] : part,
  );
}

/** A value with only what JSON can hold: numbers that are not finite become texts. */
export function toPlain(value: unknown): unknown {
  return JSON.parse(toJson(value));
}

/** What {@linkcode toPlain} was given. */
export function fromPlain(value: unknown): unknown {
  return fromJson(JSON.stringify(value));
}
