import { type DType, type Parameter, Random, Tensor } from "@chainrule/core";
import { assertClose } from "@chainrule/core/testing";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { clipGradients, gradientNorm } from "./clip_gradients.ts";

function parameters(sizes: number[], dtype: DType, seed: number): Parameter[] {
  const random = new Random(seed);
  return sizes.map((size, i) => {
    const value = Tensor.zeros([size], dtype), grad = Tensor.zeros([size], dtype);
    grad.data.forEach((_, j) => grad.data[j] = random.normal());
    return { name: `p${i}`, value, grad };
  });
}

const gradients = (all: Parameter[]) => all.flatMap(({ grad }) => [...grad.data]);

Deno.test("the norm of gradients is that of all their numbers in one vector", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
    fc.constantFrom<DType>("float32", "float64"),
    fc.nat(),
    (sizes, dtype, seed) => {
      const all = parameters(sizes, dtype, seed);
      assertClose("norm", [gradientNorm(all)], [Math.hypot(...gradients(all))], { relative: 1e-14 });
    },
  ));
});

Deno.test("gradients above the limit keep their direction and get its length, others are left alone", () => {
  fc.assert(fc.property(
    fc.constantFrom<DType>("float32", "float64"),
    fc.nat(),
    fc.double({ min: 0.01, max: 10, noNaN: true }),
    (dtype, seed, limit) => {
      const all = parameters([3, 1, 4], dtype, seed), before = gradients(all), length = Math.hypot(...before);
      const tolerance = { relative: dtype === "float32" ? 1e-6 : 1e-14 };
      assertClose("norm before", [clipGradients(all, limit)], [length], tolerance);
      if (length <= limit) assertEquals(gradients(all), before);
      else assertClose("gradients", gradients(all), before.map((g) => g / length * limit), tolerance);
      all.forEach(({ value }) => assertEquals(value.data.every((x: number) => x === 0), true));
    },
  ));
});

Deno.test("gradients of both precisions are clipped together", () => {
  const all = [...parameters([1], "float32", 1), ...parameters([1], "float64", 1)];
  all[0].grad.data[0] = 3;
  all[1].grad.data[0] = -4;
  assertEquals(clipGradients(all, 2.5), 5);
  assertEquals(gradients(all), [1.5, -2]);
  assertEquals(clipGradients([], 1), 0);
});

Deno.test("a norm that is not finite is returned as such", () => {
  for (const special of [NaN, Infinity, -Infinity]) {
    const all = parameters([3], "float64", 1);
    all[0].grad.data[1] = special;
    assertEquals(clipGradients(all, 1), Math.abs(special));
  }
});

Deno.test("a limit that is none is refused, and nothing changed; an infinite one changes nothing", () => {
  for (const limit of [-1, NaN, -Infinity]) {
    const all = parameters([3], "float64", 1), before = gradients(all);
    const message = `Cannot clip gradients: limit is ${limit}, want a number of at least 0`;
    assertThrows(() => clipGradients(all, limit), RangeError, message);
    assertEquals(gradients(all), before);
  }
  const all = parameters([3], "float64", 1), before = gradients(all);
  assertEquals(clipGradients(all, Infinity), gradientNorm(all));
  assertEquals(gradients(all), before);
  clipGradients(all, 0);
  assertEquals(gradients(all).map(Math.abs), [0, 0, 0]);
});

Deno.test("numbers whose squares are too large or too small have their norm, and are clipped to it", () => {
  const unit = { name: "w", value: Tensor.zeros([2], "float64"), grad: Tensor.zeros([2], "float64") };
  const set = (...numbers: number[]) => unit.grad.data.set(numbers);
  set(1e200, 0);
  assertEquals(clipGradients([unit], 1), 1e200);
  assertEquals(gradients([unit]), [1, 0]);
  for (const size of [1e200, 1e-200, 1e-160, 1e-135, 1e-130]) {
    set(3 * size, -4 * size);
    assertClose("norm", [clipGradients([unit], size)], [5 * size], { relative: 1e-15 });
    assertClose("clipped", gradients([unit]), [0.6 * size, -0.8 * size], { relative: 1e-15 });
  }
});
