/** The logistic function.
 * @module
 */
import { Activation } from "./activation.ts";

/** 1 / (1 + e⁻ᵘ), by way of e^-|u|, which can't overflow. */
export function sigmoid(u: number): number {
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
 * const layer = new Sigmoid();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], 0.268941, 1e-6);
 * assertAlmostEquals(y.data[1], 0.880797, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0.196612, 1e-6);
 * assertAlmostEquals(dx.data[1], 0.104994, 1e-6);
 * ```
 */
export class Sigmoid extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Sigmoid", { forward: sigmoid, derivative: sigmoidDerivative, simd: "sigmoid" });
  }
}
