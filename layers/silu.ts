/** SiLU, also called swish.
 * @module
 */
import { Activation } from "./activation.ts";

/** 1 / (1 + e⁻ᵘ). */
function sigmoid(u: number): number {
  const z = Math.exp(-Math.abs(u));
  return (u >= 0 ? 1 : z) / (1 + z);
}

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
 * const y = new Silu().forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -0.2689414213699951, 1e-12);
 * assertAlmostEquals(y.data[1], 1.7615941559557646, 1e-12);
 * ```
 */
export class Silu extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Silu", { forward: silu, derivative: siluDerivative, simd: "silu" });
  }
}
