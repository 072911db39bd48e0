/** HardSwish.
 * @module
 */
import { Activation } from "./activation.ts";

/** 0 for u ≤ -3, u for u ≥ 3, else u(u + 3)/6. */
function hardSwish(u: number): number {
  if (u <= -3) return 0;
  return u >= 3 ? u : u * ((u + 3) / 6);
}

/** 0, 1 and (2u + 3)/6 on the same pieces; at the kinks that of the outer piece. */
function hardSwishDerivative(u: number): number {
  if (u <= -3) return 0;
  return u >= 3 ? 1 : u / 3 + 0.5;
}

/**
 * HardSwish, a swish made of pieces: 0 for u ≤ -3, u for u ≥ 3, else u(u + 3)/6 (A. Howard and others, "Searching for
 * MobileNetV3", 2019).
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { HardSwish } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new HardSwish();
 * const y = layer.forward(Tensor.from([-1, 2], [2], "float64"));
 * assertAlmostEquals(y.data[0], -0.333333, 1e-6);
 * assertAlmostEquals(y.data[1], 1.666667, 1e-6);
 * const dx = layer.backward(Tensor.from([1, 1], [2], "float64")); // dy · f′(x)
 * assertAlmostEquals(dx.data[0], 0.166667, 1e-6);
 * assertAlmostEquals(dx.data[1], 1.166667, 1e-6);
 * ```
 */
export class HardSwish extends Activation {
  /** A layer without settings. */
  constructor() {
    super("HardSwish", { forward: hardSwish, derivative: hardSwishDerivative, simd: "hard_swish" });
  }
}
