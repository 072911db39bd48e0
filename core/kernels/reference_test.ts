/** The specification against numbers worked out by hand. */
import { assertEquals } from "@std/assert";
import { AWKWARD_NUMBERS } from "../compare.ts";
import { Tensor } from "../tensor.ts";
import { reference } from "./reference.ts";

const float64 = (values: number[] | number[][]) => Tensor.from(values, undefined, "float64");

Deno.test("reference: a product, in each way to store its factors", () => {
  const a = float64([[1, 2, 3], [4, 5, 6]]), aT = float64([[1, 4], [2, 5], [3, 6]]);
  const b = float64([[1, 0], [-1, 2], [10, 100]]), bT = float64([[1, -1, 10], [0, 2, 100]]);
  const out = float64([[NaN, NaN], [NaN, NaN]]);
  const wanted = [[29, 304], [59, 610]];
  for (const [left, transposeA] of [[a, false], [aT, true]] as const) {
    for (const [right, transposeB] of [[b, false], [bT, true]] as const) {
      reference.multiply(left, right, out, { transposeA, transposeB });
      assertEquals(out.toArray(), wanted);
      reference.multiply(left, right, out, { transposeA, transposeB, bias: float64([1000, -4]) });
      assertEquals(out.toArray(), [[1029, 300], [1059, 606]]);
    }
  }
});

Deno.test("reference: an empty inner dimension leaves the bias, or zeros", () => {
  const a = Tensor.zeros([2, 0], "float64"),
    b = Tensor.zeros([0, 2], "float64"),
    out = float64([[9, 9], [9, 9]]);
  reference.multiply(a, b, out, { bias: float64([1, 2]) });
  assertEquals(out.toArray(), [[1, 2], [1, 2]]);
  reference.multiply(a, b, out);
  assertEquals(out.toArray(), [[0, 0], [0, 0]]);
});

Deno.test("reference: zero times infinity is NaN, and stays", () => {
  const out = float64([[0]]);
  reference.multiply(float64([[0, 1]]), float64([[Infinity], [1]]), out);
  assertEquals(out.toArray(), [[NaN]]);
});

Deno.test("reference: sums of columns", () => {
  const sums = float64([9, 9, 9]);
  reference.columnSums(float64([[1, 2, 3], [10, 20, 30]]), sums);
  assertEquals(sums.toArray(), [11, 22, 33]);
});

Deno.test("reference: products number by number", () => {
  const out = Tensor.zeros([AWKWARD_NUMBERS.length], "float64"), numbers = float64([...AWKWARD_NUMBERS]);
  reference.multiplyElements(numbers, numbers, out);
  assertEquals([...out.data], AWKWARD_NUMBERS.map((value) => value * value));
});

Deno.test("reference: an activation gets input and output, a gradient is multiplied by the derivative", () => {
  const formula = { forward: (u: number) => u * u, derivative: (u: number, y: number) => 10 * u + y };
  const x = float64([1, 2]), y = float64([0, 0]), dx = float64([0, 0]);
  reference.activate(formula, x, y);
  assertEquals(y.toArray(), [1, 4]);
  reference.activateBackward(formula, x, y, float64([1, -1]), dx);
  assertEquals(dx.toArray(), [11, -24]);
});

Deno.test("reference: a loss and its gradient are means over the rows", () => {
  const dLogits = float64([[9, 9], [9, 9], [9, 9], [9, 9]]);
  const value = reference.loss(
    {
      row(x, t, dx) {
        dx[0] = x[0];
        dx[1] = t[1];
        return x[0] + x[1];
      },
    },
    float64([[1, 2], [3, 4], [5, 6], [7, 8]]),
    float64([[0, 1], [0, 2], [0, 3], [0, 4]]),
    dLogits,
  );
  assertEquals(value, 9);
  assertEquals(dLogits.toArray(), [[0.25, 0.25], [0.75, 0.5], [1.25, 0.75], [1.75, 1]]);
});

Deno.test("reference: steps of SGD, in numbers that are exact", () => {
  const settings = { learningRate: 0.5, momentum: 0.5, weightDecay: 0.25, nesterov: false };
  const w = float64([4]), g = float64([2]), v = float64([8]);
  reference.sgd(w, g, v, settings); // g = 2 + 1 = 3, v = 4 + 3 = 7
  assertEquals([w.data[0], g.data[0], v.data[0]], [0.5, 2, 7]);
  w.data[0] = 4, v.data[0] = 8;
  reference.sgd(w, g, v, { ...settings, nesterov: true }); // 3 + 3.5 = 6.5
  assertEquals([w.data[0], g.data[0], v.data[0]], [0.75, 2, 7]);
});

Deno.test("reference: steps of Adam and AdamW, in numbers that are exact", () => {
  const settings = {
    rate: 0.5,
    beta1: 0.5,
    beta2: 0.75,
    epsilon: 1,
    weightDecay: 0.5,
    keep: 0.25,
    scale: 0.5,
  };
  const w = float64([4]), g = float64([2]), m = float64([2]), v = float64([0]);
  reference.adam(w, g, m, v, settings); // g = 4, m = 3, v = 0.25 · 16 = 4, w = 1 - 0.5 · 3 / (2 · 0.5 + 1)
  assertEquals([w.data[0], g.data[0], m.data[0], v.data[0]], [0.25, 2, 3, 4]);
});

Deno.test("reference: images are gathered in the order given, and scaled", () => {
  const images = Uint8Array.of(0, 1, 2, 3, 128, 255), out = float64([[9, 9], [9, 9], [9, 9]]);
  reference.gather(images, Uint32Array.of(2, 0, 2), { background: 128, divisor: 2 }, out);
  assertEquals(out.toArray(), [[0, 63.5], [-64, -63.5], [0, 63.5]]);
});
