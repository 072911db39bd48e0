import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { holm, meanStd, welch } from "./statistics.ts";

Deno.test("Welch's test gives the figures that R and SciPy give", () => {
  // R 4.3: t.test(extra ~ group, data = sleep), the data of Student's own paper.
  const sleep = welch(
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
  )!;
  assertAlmostEquals(sleep.difference, -1.58, 1e-12);
  assertAlmostEquals(sleep.difference / sleep.standardError, -1.8608, 1e-4);
  assertAlmostEquals(sleep.degreesOfFreedom!, 17.776, 1e-3);
  assertAlmostEquals(sleep.p, 0.07939, 1e-5);
  assertAlmostEquals(sleep.low, -3.3654832, 1e-6);
  assertAlmostEquals(sleep.high, 0.2054832, 1e-6);
  // The 97.5 % quantile of t with 4 degrees of freedom is 2.776445: two groups of three whose t is just that.
  const half = 2.7764451051977934 * Math.sqrt(2 / 3) / 2;
  const edge = welch([half - 1, half, half + 1], [-half - 1, -half, -half + 1])!;
  assertAlmostEquals(edge.degreesOfFreedom!, 4, 1e-12);
  assertAlmostEquals(edge.p, 0.05, 1e-9);
  assertAlmostEquals(edge.low, 0, 1e-7);
});

Deno.test("a test needs two numbers on each side, and may find no variance", () => {
  assertEquals(welch([1], [1, 2]), undefined);
  assertEquals(welch([1, 1], [1, 1])?.p, 1);
  const { p, low, high } = welch([1, 1], [2, 2])!;
  assertEquals([p, low, high], [0, -1, -1]);
  assertEquals(welch([1, 1], [2, 2])?.degreesOfFreedom, undefined);
});

Deno.test("a probability is one, is the same for both orders and grows as means come together", () => {
  const numbers = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 6 });
  fc.assert(fc.property(numbers, numbers, (a, b) => {
    const [forth, back] = [welch(a, b)!, welch(b, a)!];
    assert(forth.p >= 0 && forth.p <= 1);
    assertAlmostEquals(forth.p, back.p, 1e-12);
  }));
});

Deno.test("Holm's correction: the smallest counts for all, none becomes smaller than one before it", () => {
  // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, i) => assertAlmostEquals(adjusted[i], p, 1e-12));
  assertEquals(holm([]), []);
  assertEquals(holm([0.9, 0.8]), [1, 1]);
});

Deno.test("mean and sample standard deviation", () => {
  assertEquals(meanStd([]), undefined);
  assertEquals(meanStd([3]), { mean: 3, std: undefined, count: 1 });
  assertEquals(meanStd([1, 2, 3, 4, 5])?.std, Math.sqrt(2.5));
});
