/** GELU, the Gaussian error linear unit.
 * @module
 */
import { Activation } from "./activation.ts";
import { erfc } from "./erfc.ts";

/** u Φ(u), where Φ(u) = erfc(-u/√2) / 2 is the normal distribution function. */
function gelu(u: number): number {
  return u * erfc(-u * Math.SQRT1_2) / 2;
}

/** Φ(u) + u φ(u), where φ(u) = e^(-u²/2) / √(2π) is the normal density. */
function geluDerivative(u: number): number {
  return erfc(-u * Math.SQRT1_2) / 2 + u * Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * The Gaussian error linear unit: u Φ(u), where Φ is the normal distribution function, exact and not its tanh
 * approximation (D. Hendrycks and K. Gimpel, "Gaussian error linear units", 2016).
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Gelu } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new Gelu();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -0.158655, 1e-6);
 * assertAlmostEquals(y.data[1], 1.9545, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], -0.083315, 1e-6);
 * assertAlmostEquals(dx.data[1], 1.085232, 1e-6);
 * ```
 */
export class Gelu extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Gelu", { forward: gelu, derivative: geluDerivative, simd: "gelu" });
  }
}
