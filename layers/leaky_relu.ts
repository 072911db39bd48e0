/** Leaky ReLU.
 * @module
 */
import { checkNumber } from "@chainrule/core";
import { Activation } from "./activation.ts";

/** u for u > 0, else su. */
function leakyRelu(u: number, s: number): number {
  return u > 0 ? u : s * u;
}

/** 1 for u > 0, else s. */
function leakyReluDerivative(u: number, s: number): number {
  if (u > 0) return 1;
  return u <= 0 ? s : NaN;
}

/**
 * A rectified linear unit that leaks: u for u > 0, else su (A. Maas and others, "Rectifier nonlinearities improve neural network
 * acoustic models", 2013). Its derivative at 0 is taken as s.
 *
 * Input and output of any shape; no parameters.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { LeakyRelu } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new LeakyRelu({ negativeSlope: 0.25 });
 * assertEquals(layer.forward(Tensor.from([-1, 2])).toArray(), [-0.25, 2]);
 * assertEquals(layer.backward(Tensor.from([1, 1])).toArray(), [0.25, 1]); // dy · f′(x)
 * ```
 */
export class LeakyRelu extends Activation {
  /**
   * A layer with a given slope.
   *
   * @param options `negativeSlope`: s, at least 0; 0.01 unless given.
   * @throws {RangeError} If it is below 0 or not finite.
   */
  constructor({ negativeSlope = 0.01 }: { negativeSlope?: number } = {}) {
    checkNumber("make a LeakyRelu layer", "negativeSlope", negativeSlope);
    super("LeakyRelu", {
      forward: (u) => leakyRelu(u, negativeSlope),
      derivative: (u) => leakyReluDerivative(u, negativeSlope),
      simd: "leaky_relu",
      settings: [negativeSlope],
    });
  }
}
