/** The hyperbolic tangent.
 * @module
 */
import { Activation } from "./activation.ts";

/** tanh u. */
function tanh(u: number): number {
  return Math.tanh(u);
}

/** 1 - tanh² u, from y = tanh u. */
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
 * const y = new Tanh().forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -0.7615941559557649, 1e-12);
 * assertAlmostEquals(y.data[1], 0.9640275800758169, 1e-12);
 * ```
 */
export class Tanh extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Tanh", { forward: tanh, derivative: tanhDerivative, simd: "tanh" });
  }
}
