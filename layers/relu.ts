/** ReLU, the rectified linear unit.
 * @module
 */
import { Activation } from "./activation.ts";

/** 0 for u ≤ 0, else u; NaN stays NaN. */
function relu(u: number): number {
  return u <= 0 ? 0 : u;
}

/** 0 for u ≤ 0, else 1. */
function reluDerivative(u: number): number {
  if (u > 0) return 1;
  return u <= 0 ? 0 : NaN;
}

/**
 * The rectified linear unit: 0 for u ≤ 0, else u (V. Nair and G. Hinton, 2010). Its derivative at 0 is taken as 0.
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Relu } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new Relu();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], 0, 1e-6);
 * assertAlmostEquals(y.data[1], 2, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0, 1e-6);
 * assertAlmostEquals(dx.data[1], 1, 1e-6);
 * ```
 */
export class Relu extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Relu", { forward: relu, derivative: reluDerivative, simd: "relu" });
  }
}
