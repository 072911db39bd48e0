/** Softplus.
 * @module
 */
import { Activation } from "./activation.ts";

/** ln(1 + eᵘ), which can't overflow this way. */
function softplus(u: number): number {
  return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
}

/** 1 / (1 + e⁻ᵘ). */
function softplusDerivative(u: number): number {
  const z = Math.exp(-Math.abs(u));
  return (u >= 0 ? 1 : z) / (1 + z);
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
 * const y = new Softplus().forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], 0.31326168751822286, 1e-12);
 * assertAlmostEquals(y.data[1], 2.1269280110429727, 1e-12);
 * ```
 */
export class Softplus extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Softplus", { forward: softplus, derivative: softplusDerivative, simd: "softplus" });
  }
}
