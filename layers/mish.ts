/** Mish.
 * @module
 */
import { Activation } from "./activation.ts";
import { sigmoid } from "./sigmoid.ts";
import { softplus } from "./softplus.ts";

/** u tanh(ln(1 + eᵘ)). */
function mish(u: number): number {
  return u * Math.tanh(softplus(u));
}

/** t + u s(u) (1 - t²) for t = tanh(ln(1 + eᵘ)) and the logistic function s. */
function mishDerivative(u: number): number {
  const t = Math.tanh(softplus(u));
  return t + u * sigmoid(u) * (1 - t) * (1 + t);
}

/**
 * Mish: u tanh(ln(1 + eᵘ)) (D. Misra, "Mish: a self regularized non-monotonic activation function", 2019).
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Mish } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new Mish();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -0.303401, 1e-6);
 * assertAlmostEquals(y.data[1], 1.943959, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0.059217, 1e-6);
 * assertAlmostEquals(dx.data[1], 1.069318, 1e-6);
 * ```
 */
export class Mish extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Mish", { forward: mish, derivative: mishDerivative, simd: "mish" });
  }
}
