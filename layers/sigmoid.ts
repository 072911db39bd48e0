/** The logistic function.
 * @module
 */
import { Activation } from "./activation.ts";

/** 1 / (1 + e⁻ᵘ), by way of e^-|u|, which can't overflow. */
function sigmoid(u: number): number {
  const z = Math.exp(-Math.abs(u));
  return (u >= 0 ? 1 : z) / (1 + z);
}

/** s(u) s(-u), which is z / (1 + z)² for z = e^-|u|. */
function sigmoidDerivative(u: number): number {
  const z = Math.exp(-Math.abs(u));
  return z / (1 + z) / (1 + z);
}

/**
 * The logistic function: 1 / (1 + e⁻ᵘ), between 0 and 1.
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Sigmoid } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const y = new Sigmoid().forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], 0.2689414213699951, 1e-12);
 * assertAlmostEquals(y.data[1], 0.8807970779778823, 1e-12);
 * ```
 */
export class Sigmoid extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Sigmoid", { forward: sigmoid, derivative: sigmoidDerivative, simd: "sigmoid" });
  }
}
