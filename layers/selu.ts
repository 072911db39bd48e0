/** SELU, the scaled exponential linear unit.
 * @module
 */
import { Activation } from "./activation.ts";

const LAMBDA = 1.0507009873554805;
const ALPHA = 1.6732632423543772;

/** λu for u > 0, else λα(eᵘ - 1). */
function selu(u: number): number {
  return u > 0 ? LAMBDA * u : LAMBDA * ALPHA * Math.expm1(u);
}

/** λ for u > 0, else λαeᵘ. */
function seluDerivative(u: number): number {
  return u > 0 ? LAMBDA : LAMBDA * ALPHA * Math.exp(u);
}

/**
 * The scaled exponential linear unit: λu for u > 0, else λα(eᵘ - 1), with the constants for which mean 0 and variance 1
 * reproduce themselves from layer to layer (G. Klambauer and others, "Self-normalizing neural networks", 2017).
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Selu } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new Selu();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -1.111331, 1e-6);
 * assertAlmostEquals(y.data[1], 2.101402, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0.646769, 1e-6);
 * assertAlmostEquals(dx.data[1], 1.050701, 1e-6);
 * ```
 */
export class Selu extends Activation {
  /** A layer without settings. */
  constructor() {
    super("Selu", { forward: selu, derivative: seluDerivative, simd: "selu" });
  }
}
