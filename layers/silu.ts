/** SiLU, also called swish.
 * @module
 */
import { Activation } from "./activation.ts";
import { sigmoid } from "./sigmoid.ts";

/** u s(u), where s is the logistic function. */
function silu(u: number): number {
  return u * sigmoid(u);
}

/** s(u) (1 + u s(-u)). */
function siluDerivative(u: number): number {
  return sigmoid(u) * (1 + u * sigmoid(-u));
}

/**
 * The sigmoid linear unit, also called swish: u / (1 + e⁻ᵘ) (S. Elfwing and others, "Sigmoid-weighted linear units", 2018).
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Silu } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new Silu();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -0.268941, 1e-6);
 * assertAlmostEquals(y.data[1], 1.761594, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0.072329, 1e-6);
 * assertAlmostEquals(dx.data[1], 1.090784, 1e-6);
 * ```
 */
export class Silu extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Silu", { forward: silu, derivative: siluDerivative, simd: "silu" });
  }
}
