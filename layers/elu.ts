/** ELU, the exponential linear unit.
 * @module
 */
import { checkNumber } from "@chainrule/core";
import { Activation } from "./activation.ts";

/** u for u > 0, else α(eᵘ - 1). */
function elu(u: number, alpha: number): number {
  return u > 0 ? u : alpha * Math.expm1(u);
}

/** 1 for u > 0, else αeᵘ. */
function eluDerivative(u: number, alpha: number): number {
  return u > 0 ? 1 : alpha * Math.exp(u);
}

/**
 * The exponential linear unit: u for u > 0, else α(eᵘ - 1) (D.-A. Clevert and others, "Fast and accurate deep network
 * learning by exponential linear units", 2016).
 *
 * Input and output of any shape; no parameters. With the default α it runs as a SIMD kernel.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Elu } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new Elu();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -0.632121, 1e-6);
 * assertAlmostEquals(y.data[1], 2, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0.367879, 1e-6);
 * assertAlmostEquals(dx.data[1], 1, 1e-6);
 * ```
 */
export class Elu extends Activation {
  /**
   * A layer with a given α.
   *
   * @param options `alpha`: minus the limit for u → -∞, at least 0; 1 unless given.
   * @throws {RangeError} If `alpha` is below 0 or not finite.
   */
  constructor({ alpha = 1 }: { alpha?: number } = {}) {
    checkNumber("make an Elu layer", "alpha", alpha);
    super("Elu", {
      forward: (u) => elu(u, alpha),
      derivative: (u) => eluDerivative(u, alpha),
      simd: alpha === 1 ? "elu" : undefined,
    });
  }
}
