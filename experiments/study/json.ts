/** JSON that keeps numbers which are not finite.
 * @module
 */
const NOT_FINITE: ReadonlyMap<unknown, number> = new Map(
  [NaN, Infinity, -Infinity].map((number) => [String(number), number]),
);

/** A value as JSON, with `NaN`, `Infinity` and `-Infinity` as texts. */
export function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) => typeof part === "number" && !Number.isFinite(part) ? String(part) : part,
  );
}

/** What {@linkcode toJson} made JSON of. Texts that are called like those numbers become numbers. */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_, part) => NOT_FINITE.get(part) ?? part);
}

/** A value with only what JSON can hold: numbers that are not finite become texts. */
export function toPlain(value: unknown): unknown {
  return JSON.parse(toJson(value));
}

/** What {@linkcode toPlain} was given. */
export function fromPlain(value: unknown): unknown {
  return fromJson(JSON.stringify(value));
}
