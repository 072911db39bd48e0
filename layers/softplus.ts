/** Softplus.
 * @module
 */
import { Activation } from "./activation.ts";
import { sigmoid } from "./sigmoid.ts";

/** ln(1 + eᵘ), which can't overflow this way. Its derivative is the logistic function. */
export function softplus(u: number): number {
  return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
}

/**
 * Softplus, a smooth ReLU: ln(1 + eᵘ) (C. Dugas and others, 2001).
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Softplus } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new Softplus();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], 0.313262, 1e-6);
 * assertAlmostEquals(y.data[1], 2.126928, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0.268941, 1e-6);
 * assertAlmostEquals(dx.data[1], 0.880797, 1e-6);
 * ```
 */
export class Softplus extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Softplus", { forward: softplus, derivative: sigmoid, simd: "softplus" });
  }
}
