import { assertEquals, assertThrows } from "@std/assert";
import { StaleError } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { kernels } from "./kernels.ts";

Deno.test("kernels: a result in the memory of an argument is refused, a view of it too", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const { multiply, columnSums, loss, ...norms } = kernels[dtype];
    const a = Tensor.from([[1, 2], [3, 4]], undefined, dtype), b = a.clone(), row = Tensor.zeros([2], dtype);
    const out = Tensor.zeros([2, 2], dtype), views = [a, a.reshape([4]).reshape([2, 2]), a.head(2)];
    const batch = { epsilon: 0, momentum: 0.1, training: true }, running = { mean: row, variance: row };
    const sums = { dWeight: row, dBias: row };
    for (const view of views) {
      const cases: [() => void, string][] = [
        [
          () => multiply(view, b, a),
          "Cannot multiply: out is in the memory of a, which would be overwritten",
        ],
        [() => multiply(b, a, view), "Cannot multiply: out is in the memory of b"],
        [
          () => multiply(b, b, view, { bias: a.reshape([4]) }),
          "Cannot multiply: out is in the memory of bias",
        ],
        [() => columnSums(a, view), "Cannot sum columns: sums is in the memory of x"],
        [
          () => norms.layerNorm(a, row, row, 0, { y: view, centered: b, scale: row }),
          "y is in the memory of x",
        ],
        [
          () => norms.layerNorm(a, row, row, 0, { y: b, centered: view, scale: row }),
          "centered is in the memory of x",
        ],
        [() => norms.batchNorm(a, row, row, batch, running, { y: view, centered: b, scale: row }), "y is in"],
        [
          () => norms.layerNormBackward({ centered: b, scale: row }, row, a, { dx: view, ...sums }),
          "Cannot compute gradients: dx is in the memory of dy",
        ],
        [
          () => norms.batchNormBackward({ centered: b, scale: row }, row, true, a, { dx: view, ...sums }),
          "Cannot compute gradients: dx is in the memory of dy",
        ],
        [
          () => loss({ row: () => 0 }, a, b, view),
          "Cannot compute a loss: dLogits is in the memory of logits",
        ],
        [
          () => loss({ row: () => 0 }, b, view, a),
          "Cannot compute a loss: dLogits is in the memory of targets",
        ],
      ];
      for (const [run, message] of cases) assertThrows(run, StaleError, message);
    }
    assertEquals(a.toArray(), [[1, 2], [3, 4]]);
    multiply(a, a, out, { bias: row });
    assertEquals(out.toArray(), [[7, 10], [15, 22]]);
  }
});

Deno.test("kernels: what works number by number is right in place", () => {
  const formula = { forward: (u: number) => u * u, derivative: (u: number) => 2 * u, simd: undefined };
  for (const dtype of ["float32", "float64"] as const) {
    const { multiplyElements, activate, activateBackward } = kernels[dtype];
    const make = (...numbers: number[]) => Tensor.from(numbers, undefined, dtype);
    const a = make(1, 2, 3, 4, 5), x = make(1, 2, 3, 4, 5), dy = make(1, 1, 1, 1, 2);
    multiplyElements(a, a, a);
    assertEquals(a.toArray(), [1, 4, 9, 16, 25]);
    activateBackward(formula, x, a, dy, dy);
    assertEquals(dy.toArray(), [2, 4, 6, 8, 20]);
    activate(formula, x, x);
    assertEquals(x.toArray(), [1, 4, 9, 16, 25]);
  }
});

Deno.test("kernels: a formula of a loss may use another loss", () => {
  const { loss } = kernels.float64;
  const squares = {
    row(x: Float32Array | Float64Array, _t: unknown, dx: Float32Array | Float64Array) {
      dx[0] = 2 * x[0];
      return x[0] ** 2;
    },
  };
  const inner = (value: number) => {
    const x = Tensor.from([[value]], undefined, "float64");
    return loss(squares, x, Tensor.zeros([1, 1], "float64"), Tensor.zeros([1, 1], "float64"));
  };
  const outer = {
    row(x: Float32Array | Float64Array, _t: unknown, dx: Float32Array | Float64Array) {
      const value = inner(x[0] + 1);
      dx[0] = x[0];
      return value;
    },
  };
  const dx = Tensor.zeros([2, 1], "float64");
  const found = loss(
    outer,
    Tensor.from([[1], [2]], undefined, "float64"),
    Tensor.zeros([2, 1], "float64"),
    dx,
  );
  assertEquals([found, dx.toArray()], [(4 + 9) / 2, [[0.5], [1]]]);
});
