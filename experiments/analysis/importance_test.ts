import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { importances } from "./importance.ts";

/** A grid of three settings, and what a function makes of them. */
function grid(measure: (a: number, b: number, c: number) => number) {
  const values = [0, 1, 2];
  return values.flatMap((a) =>
    values.flatMap((b) =>
      values.map((c) => ({ values: { a: `${a}`, b: `${b}`, c: `${c}` }, measure: measure(a, b, c) }))
    )
  );
}

const share = (found: ReturnType<typeof importances>, setting: string) =>
  found.find((importance) => importance.setting === setting)!.importance;

Deno.test("a sum has its variance with the settings alone, in proportion", () => {
  const found = importances(grid((a, b) => 2 * a + b));
  assertAlmostEquals(share(found, "a"), 0.8, 1e-12);
  assertAlmostEquals(share(found, "b"), 0.2, 1e-12);
  assertAlmostEquals(share(found, "c"), 0, 1e-12);
  assertEquals(found[0].setting, "a");
  assertEquals(found[0].best, { value: "2", mean: 5 });
  assertEquals(found[0].worst, { value: "0", mean: 1 });
});

Deno.test("a product of what has mean 0 has it all with the pair", () => {
  const found = importances(grid((a, b) => (a - 1) * (b - 1)));
  assertAlmostEquals(share(found, "a × b"), 1, 1e-12);
  const ofThree = importances(grid((a, b, c) => (a - 1) * (b - 1) * (c - 1)));
  assertAlmostEquals(share(ofThree, "the rest"), 1, 1e-12);
});

Deno.test("shares of any grid sum to 1, of one without variance to 0", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 27, maxLength: 27 }),
      (numbers) => {
        const found = importances(grid((a, b, c) => numbers[9 * a + 3 * b + c]));
        const sum = found.reduce((sum, { importance }) => sum + importance, 0);
        assert(Math.abs(sum - 1) < 1e-6 || (sum === 0 && new Set(numbers).size === 1), String(sum));
      },
    ),
  );
});
