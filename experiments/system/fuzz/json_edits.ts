/** JSON that is what a program has written, but for a few edits.
 * @module
 */
import fc from "fast-check";

/** What somebody may put where something else belongs. */
export const TEXTS: readonly string[] = [
  "",
  "NaN",
  "-Infinity",
  "0x10",
  "1e999",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "=cmd|' /C calc'!A0",
  "@SUM(1)",
  "-2+3",
  "a\u2028b",
  "a\\",
  "a\r\n# b",
  "\x1b]0;title\x07",
  "a\u202eb",
  "a\ud800",
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "[a](javascript:alert(1))",
  "`",
  "|",
  '"',
  "var(--nope)",
  "containerSize()[0]",
  "datum.x === at",
  "../../x",
  "a@2",
  "best",
  "x".repeat(5000),
];

const PLAIN: readonly unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  0.5,
  2,
  7,
  1e9,
  2 ** 53,
  1e308,
  -1e308,
  5e-324,
  [],
  {},
  [null],
  [[]],
  JSON.parse('{"__proto__": {"epochs": 1}}'),
  JSON.parse("[".repeat(40) + "]".repeat(40)),
  Array.from({ length: 3000 }, () => 0),
];

/** Something that may stand in a JSON. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PLAIN) },
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
);

/** A change at some place: which, counts through all places of the value. */
export interface Edit {
  readonly at: number;
  readonly how: "replace" | "remove" | "repeat" | "wrap" | "add" | "swap";
  readonly what: unknown;
}

export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.nat(1e6),
    how: fc.constantFrom("replace", "replace", "replace", "remove", "repeat", "wrap", "add", "swap"),
    what: anything,
  }),
  { minLength: 1, maxLength: 3 },
);

type Parent = Record<string, unknown>;

/** A copy of a value with edits. */
export function edited(value: unknown, edits: readonly Edit[]): unknown {
  const root: Parent = { value: structuredClone(value) };
  for (const { at, how, what: other } of edits) {
    const what = structuredClone(other);
    const places: [Parent, string][] = [];
    collect(root, places);
    if (places.length === 0) break;
    const [parent, key] = places[at % places.length], old = parent[key];
    if (how === "replace") define(parent, key, what);
    else if (how === "remove") remove(parent, key);
    else if (how === "repeat") define(parent, Array.isArray(parent) ? String(parent.length) : key + "s", old);
    else if (how === "wrap") define(parent, key, [old]);
    else if (how === "swap" || typeof old !== "object" || old === null) define(parent, key, swapped(old));
    else define(old as Parent, Array.isArray(old) ? String(old.length) : String(what), what);
  }
  return root.value ?? null;
}

/** A text for a number and a number for a text. */
function swapped(value: unknown): unknown {
  return typeof value === "number" ? String(value) : typeof value === "string" ? Number(value) : [value];
}

function remove(parent: Parent, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

/** Defines a member, whatever it is called. */
function define(parent: Parent, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function collect(parent: Parent, places: [Parent, string][]): void {
  for (const key of Object.keys(parent)) {
    places.push([parent, key]);
    const value = parent[key];
    if (typeof value === "object" && value !== null && places.length < 20_000) {
      collect(value as Parent, places);
    }
  }
}
