/** How weights begin.
 * @module
 */
import { checkNumber, type Random, type Tensor } from "@chainrule/core";

/**
 * Fills the weights of a layer.
 *
 * @param weight `[fanIn, fanOut]`, written in row-major order.
 * @param random Where the random numbers come from.
 */
export type Initializer = (weight: Tensor, random: Random) => void;

function fill(weight: Tensor, draw: () => number): void {
  for (let i = 0; i < weight.size; i++) weight.data[i] = draw();
}

function fillNormal(weight: Tensor, random: Random, std: number): void {
  fill(weight, () => random.normal(0, std));
}

/**
 * Normal numbers of mean 0.
 *
 * @param std The standard deviation, at least 0.
 * @throws {RangeError} If it is negative or not finite.
 *
 * @example
 * ```ts
 * import { Random } from "@chainrule/core";
 * import { Linear, normal } from "@chainrule/layers";
 * import { assert } from "@std/assert";
 *
 * const layer = new Linear(784, 128, { init: normal(0.01), random: new Random(1) });
 * assert(layer.weight.value.data.every((value: number) => Math.abs(value) < 0.06));
 * ```
 */
export function normal(std: number): Initializer {
  checkNumber("make an initializer", "std", std);
  return (weight, random) => fillNormal(weight, random, std);
}

/**
 * Normal numbers of standard deviation √(1/fanIn) (Y. LeCun and others, "Efficient BackProp", 1998): for Tanh, Selu.
 *
 * @example
 * ```ts
 * import { Linear, lecun } from "@chainrule/layers";
 *
 * new Linear(784, 128, { init: lecun() });
 * ```
 */
export function lecun(): Initializer {
  return (weight, random) => fillNormal(weight, random, Math.sqrt(1 / weight.shape[0]));
}

/**
 * Uniform numbers within ±√(6/(fanIn + fanOut)) (X. Glorot and Y. Bengio, "Understanding the difficulty of training deep
 * feedforward neural networks", 2010): for Tanh, Sigmoid.
 *
 * @example
 * ```ts
 * import { Linear, xavier } from "@chainrule/layers";
 * import { assert } from "@std/assert";
 *
 * const layer = new Linear(5, 1, { init: xavier() });
 * assert(layer.weight.value.data.every((value: number) => Math.abs(value) <= 1));
 * ```
 */
export function xavier(): Initializer {
  return (weight, random) => {
    const bound = Math.sqrt(6 / (weight.shape[0] + weight.shape[1]));
    fill(weight, () => random.uniform(-bound, bound));
  };
}

/**
 * Normal numbers of standard deviation √(2/fanIn) (K. He and others, "Delving deep into rectifiers", 2015): for Relu and
 * its kin.
 *
 * @example
 * ```ts
 * import { he, Linear } from "@chainrule/layers";
 *
 * new Linear(784, 128, { init: he() });
 * ```
 */
export function he(): Initializer {
  return (weight, random) => fillNormal(weight, random, Math.sqrt(2 / weight.shape[0]));
}
