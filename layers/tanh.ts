/** The hyperbolic tangent.
 * @module
 */
import { Activation } from "./activation.ts";

/** 1 - tanh² u, from y = tanh u: (1 - y)(1 + y) keeps the digits where y is nearly ±1. */
function tanhDerivative(_u: number, y: number): number {
  return (1 - y) * (1 + y);
}

/**
 * The hyperbolic tangent: tanh u, between -1 and 1.
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Tanh } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new Tanh();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -0.761594, 1e-6);
 * assertAlmostEquals(y.data[1], 0.964028, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0.419974, 1e-6);
 * assertAlmostEquals(dx.data[1], 0.070651, 1e-6);
 * ```
 */
export class Tanh extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Tanh", { forward: Math.tanh, derivative: tanhDerivative, simd: "tanh" });
  }
}
