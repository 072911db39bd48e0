import { GradientError, type Layer, Random, reservedBytes, ShapeError, Tensor } from "@chainrule/core";
import { checkLayer } from "@chainrule/core/testing";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { Dropout } from "./mod.ts";

const DTYPES = ["float32", "float64"] as const;

function ones(shape: number[], dtype: "float32" | "float64" = "float32"): Tensor {
  const tensor = Tensor.zeros(shape, dtype);
  tensor.data.fill(1);
  return tensor;
}

/** A layer that draws the same numbers in each forward pass. */
function repeating(layer: Layer, random: Random): Layer {
  const { state } = random;
  return {
    name: layer.name,
    children: [layer],
    forward(x) {
      random.state = state;
      return layer.forward(x);
    },
    backward: (dOutput, options) => layer.backward(dOutput, options),
    parameters: () => layer.parameters(),
  };
}

Deno.test("Dropout: gradients equal central differences, with the same mask in each pass", () => {
  const probability = fc.double({ min: 0, max: 0.95, noNaN: true });
  fc.assert(fc.property(probability, fc.nat(), (probability, seed) => {
    const random = new Random(seed), x = Tensor.zeros([4, 5], "float64");
    x.data.forEach((_, i) => x.data[i] = random.normal());
    checkLayer(repeating(new Dropout(probability, { random }), random), x);
  }));
});

Deno.test("Dropout: checkLayer says that it is not deterministic", () => {
  const x = Tensor.from([[1, -2, 3, 4, 5, 6, 7, 8]], undefined, "float64");
  assertThrows(
    () => checkLayer(new Dropout(0.5), x),
    GradientError,
    "Cannot check Dropout: two forward passes of one input gave different outputs, want a layer that is deterministic",
  );
});

Deno.test("Dropout: in evaluation the gradient passes, too", () => {
  const dropout = new Dropout(0.5);
  dropout.training = false;
  checkLayer(dropout, Tensor.from([[1, -2]], undefined, "float64"));
});

Deno.test("Dropout: drops the share asked for, and scales the rest so that the expectation stays", () => {
  const n = 20_000;
  for (const dtype of DTYPES) {
    for (const probability of [0, 0.1, 0.5, 0.9]) {
      const y = new Dropout(probability, { random: new Random(1) }).forward(ones([n], dtype));
      const kept = Tensor.from([1 / (1 - probability)], [1], dtype).data[0];
      assert(y.data.every((value: number) => value === 0 || value === kept));
      const dropped = y.data.filter((value: number) => value === 0).length / n;
      // Five standard errors.
      assertAlmostEquals(dropped, probability, 5 * Math.sqrt(probability * (1 - probability) / n));
    }
  }
});

Deno.test("Dropout: the gradient is dropped and scaled where the input was", () => {
  for (const dtype of DTYPES) {
    const dropout = new Dropout(0.5, { random: new Random(2) });
    const y = dropout.forward(ones([10, 10], dtype)), dx = dropout.backward(ones([10, 10], dtype));
    assertEquals(dx.data, y.data);
  }
});

Deno.test("Dropout: layers that were given no generator drop independently of each other", () => {
  const n = 20_000;
  for (const dtype of DTYPES) {
    const [first, second] = [new Dropout(0.5), new Dropout(0.5)];
    const { data } = second.forward(first.forward(ones([n], dtype)));
    const kept = data.filter((value: number) => value !== 0).length / n;
    // Each number passes both with probability 1/4, and is then 4: the mean stays 1. Five standard errors.
    assertAlmostEquals(kept, 0.25, 5 * Math.sqrt(0.25 * 0.75 / n));
    assert(data.every((value: number) => value === 0 || value === 4));
  }
});

Deno.test("Dropout: each pass draws another mask, the same seed the same ones", () => {
  const [a, b] = [1, 2].map(() => new Dropout(0.5, { random: new Random(3) }));
  const masks = [1, 2, 3].map(() => [...a.forward(ones([50])).data]);
  assertNotEquals(masks[0], masks[1]);
  assertEquals([1, 2, 3].map(() => [...b.forward(ones([50])).data]), masks);
});

Deno.test("Dropout: checkLayer says that it is not deterministic", () => {
  const x = Tensor.from([[1, -2, 3, 4, 5, 6, 7, 8]], undefined, "float64");
  assertThrows(
    () => checkLayer(new Dropout(0.5), x),
    GradientError,
    "Cannot check Dropout: two forward passes of one input gave different outputs, want a layer that is deterministic",
  );
});

Deno.test("Dropout: in evaluation the input itself comes back, and no random number is drawn", () => {
  const random = new Random(4), dropout = new Dropout(0.5, { random }), x = ones([3]), dy = ones([3]);
  const { state } = random;
  dropout.training = false;
  assertStrictEquals(dropout.forward(x), x);
  assertStrictEquals(dropout.backward(dy), dy);
  assertEquals(random.state, state);
  dropout.training = true;
  assert(dropout.forward(x) !== x);
});

Deno.test("Dropout: a NaN is dropped by multiplication, and so stays visible", () => {
  for (const dtype of DTYPES) {
    const y = new Dropout(0.5, { random: new Random(1) }).forward(
      Tensor.from([NaN, NaN, NaN, NaN], [4], dtype),
    );
    assert(y.data.every(Number.isNaN));
  }
});

Deno.test("Dropout: reserves nothing after the first step, also with a smaller last batch", () => {
  const dropout = new Dropout(0.5), large = ones([8, 4]), small = ones([3, 4]);
  const y = dropout.forward(large), dx = dropout.backward(large);
  dropout.forward(small), dropout.backward(small);
  const before = reservedBytes();
  for (let i = 0; i < 3; i++) {
    assertStrictEquals(dropout.forward(large), y);
    assertStrictEquals(dropout.backward(large), dx);
    assertEquals(dropout.forward(small).data.byteOffset, y.data.byteOffset);
    assertEquals(dropout.backward(small).shape, [3, 4]);
  }
  assertEquals(reservedBytes(), before);
});

Deno.test("Dropout: errors", () => {
  for (const probability of [1, -0.1, 1.5, NaN]) {
    assertThrows(
      () => new Dropout(probability),
      RangeError,
      `Cannot make a Dropout layer: probability is ${probability}, want a number from 0 to `,
    );
  }
  const dropout = new Dropout(0.5);
  assertThrows(
    () => dropout.backward(ones([2])),
    ShapeError,
    "Cannot run Dropout backward: forward has not run yet",
  );
  dropout.forward(ones([2, 3]));
  assertThrows(() => dropout.backward(ones([3, 2])), ShapeError, "dOutput is [3, 2], want [2, 3]");
  dropout.training = false;
  dropout.forward(ones([2, 3]));
  assertThrows(() => dropout.backward(ones([3, 2])), ShapeError, "dOutput is [3, 2], want [2, 3]");
  assertEquals(dropout.parameters(), []);
});
