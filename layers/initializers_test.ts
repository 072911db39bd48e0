import { Random, Tensor } from "@chainrule/core";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { he, type Initializer, lecun, normal, xavier } from "./mod.ts";

const FAN_IN = 200, FAN_OUT = 300, COUNT = FAN_IN * FAN_OUT;

function moments(initializer: Initializer) {
  const weight = Tensor.zeros([FAN_IN, FAN_OUT], "float64");
  initializer(weight, new Random(1));
  const mean = (power: number) =>
    [...weight.data].reduce((sum: number, w: number) => sum + w ** power, 0) / COUNT;
  return { weight, mean: mean(1), std: Math.sqrt(mean(2)), kurtosis: mean(4) / mean(2) ** 2 };
}

const normals: [string, Initializer, number][] = [
  ["normal", normal(0.01), 0.01],
  ["lecun", lecun(), Math.sqrt(1 / FAN_IN)],
  ["he", he(), Math.sqrt(2 / FAN_IN)],
];

for (const [name, initializer, wanted] of normals) {
  Deno.test(`${name}: normal numbers of its standard deviation`, () => {
    const { mean, std, kurtosis } = moments(initializer);
    // Within five standard errors: σ/√n of the mean, σ/√2n of the deviation, √(24/n) of the kurtosis.
    assertAlmostEquals(mean, 0, 5 * wanted / Math.sqrt(COUNT));
    assertAlmostEquals(std, wanted, 5 * wanted / Math.sqrt(2 * COUNT));
    assertAlmostEquals(kurtosis, 3, 5 * Math.sqrt(24 / COUNT));
  });
}

Deno.test("xavier: uniform numbers within its bound", () => {
  const bound = Math.sqrt(6 / (FAN_IN + FAN_OUT)), { weight, mean, std, kurtosis } = moments(xavier());
  assert(weight.data.every((w: number) => Math.abs(w) <= bound));
  assert(
    weight.data.some((w: number) => w > 0.999 * bound) && weight.data.some((w: number) => w < -0.999 * bound),
  );
  // σ = bound/√3; the squares have a standard deviation of bound²·√(4/45).
  assertAlmostEquals(mean, 0, 5 * bound / Math.sqrt(3 * COUNT));
  assertAlmostEquals(std ** 2, bound ** 2 / 3, 5 * bound ** 2 * Math.sqrt(4 / 45 / COUNT));
  assertAlmostEquals(kurtosis, 9 / 5, 0.02);
});

Deno.test("initializers: the same generator, the same weights, in row-major order", () => {
  for (const initializer of [normal(1), lecun(), xavier(), he()]) {
    const [a, b] = [1, 1].map((seed) => {
      const weight = Tensor.zeros([4, 3]);
      initializer(weight, new Random(seed));
      return weight;
    });
    assertEquals(a.data, b.data);
  }
  const weight = Tensor.zeros([2, 2], "float64"), random = new Random(5);
  normal(2)(weight, new Random(5));
  assertEquals([...weight.data], Array.from({ length: 4 }, () => random.normal(0, 2)));
});

Deno.test("normal: a standard deviation that is none is refused", () => {
  for (const std of [-1, NaN, Infinity]) {
    const message = `Cannot make an initializer: std is ${std}, want a number of at least 0`;
    assertThrows(() => normal(std), RangeError, message);
  }
});
