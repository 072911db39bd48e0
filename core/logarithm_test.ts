import { assert, assertEquals } from "@std/assert";
import { logarithm } from "./logarithm.ts";
import { Random } from "./random.ts";

Deno.test("logarithm: exact where it can be, else as near as those of engines", () => {
  assertEquals(logarithm(1), 0);
  assertEquals(logarithm(0.5), -Math.LN2);
  const random = new Random(1);
  for (let i = 0; i < 200_000; i++) {
    const x = random.uniform() ** (1 + i % 20), found = logarithm(x), wanted = Math.log(x);
    assert(Math.abs(found - wanted) <= 2 ** -52 * Math.abs(wanted), `ln ${x} is ${found}, want ${wanted}`);
  }
  for (const x of [2 ** -106, Number.MIN_VALUE, 1 - 2 ** -53, Math.SQRT1_2]) {
    assert(Math.abs(logarithm(x) - Math.log(x)) <= 2 ** -52 * Math.abs(Math.log(x)), `${x}`);
  }
});

Deno.test("logarithm: the bits do not depend on the engine", () => {
  // Found by the same steps in Python.
  assertEquals([0.3, 0.01, 0.9].map(logarithm), [
    -1.2039728043259361,
    -4.605170185988091,
    -0.10536051565782628,
  ]);
});

Deno.test("Random.normal: the float32 numbers that Math.log gives", () => {
  // Marsaglia's polar method once more, with the logarithm of the engine.
  const random = new Random(3), again = new Random(3);
  for (let i = 0; i < 100_000; i++) {
    let u: number, v: number, s: number;
    do {
      u = again.uniform(-1, 1);
      v = again.uniform(-1, 1);
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt(-2 * Math.log(s) / s);
    assertEquals(Math.fround(random.normal()), Math.fround(u * scale));
    assertEquals(Math.fround(random.normal()), Math.fround(v * scale));
  }
});
