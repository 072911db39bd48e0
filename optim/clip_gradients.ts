/** Gradients kept from growing too large.
 * @module
 */
import type { Parameter } from "@chainrule/core";

/**
 * The Euclidean norm of all gradients taken together: √Σg² over the numbers of all parameters. It is NaN or infinite if one of
 * them is, and only then (or where the norm itself is too large for a number).
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { gradientNorm } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const weight = { name: "weight", value: Tensor.zeros([2]), grad: Tensor.from([3, 0]) };
 * const bias = { name: "bias", value: Tensor.zeros([1]), grad: Tensor.from([-4]) };
 * assertEquals(gradientNorm([weight, bias]), 5);
 * ```
 */
export function gradientNorm(parameters: readonly Parameter[]): number {
  let sum = 0;
  for (const { grad: { data } } of parameters) {
    for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  }
  return sum > TINY && sum < Infinity ? Math.sqrt(sum) : scaledNorm(parameters);
}

/** Below this, squares have lost digits that count. */
const TINY = 2 ** -900;

/** The norm of numbers whose squares are too large or too small for float64: the largest number times the norm of the ratios. */
function scaledNorm(parameters: readonly Parameter[]): number {
  let largest = 0, sum = 0;
  for (const { grad: { data } } of parameters) {
    for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]));
  }
  if (!(largest > 0 && largest < Infinity)) return largest;
  for (const { grad: { data } } of parameters) {
    for (let i = 0; i < data.length; i++) sum += (data[i] / largest) ** 2;
  }
  return largest * Math.sqrt(sum);
}

/**
 * Scales all gradients down by one factor, limit / norm, where their norm is above a limit (R. Pascanu and others, "On the
 * difficulty of training recurrent neural networks", 2013). To be called between the backward pass and the step.
 *
 * @param parameters Whose gradients are meant.
 * @param limit The largest norm, in the unit of the gradients, at least 0; `Infinity` changes nothing.
 * @returns The norm as it was before. If it is not finite, nor are the gradients.
 * @throws {RangeError} If the limit is negative or NaN.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { clipGradients } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const parameter = { name: "w", value: Tensor.zeros([2]), grad: Tensor.from([3, 4]) };
 * assertEquals(clipGradients([parameter], 2.5), 5);
 * assertEquals(parameter.grad.toArray(), [1.5, 2]);
 * ```
 */
export function clipGradients(parameters: readonly Parameter[], limit: number): number {
  if (!(limit >= 0)) {
    throw new RangeError(`Cannot clip gradients: limit is ${limit}, want a number of at least 0`);
  }
  const norm = gradientNorm(parameters);
  if (norm > limit) {
    const factor = limit / norm;
    for (const { grad: { data } } of parameters) {
      for (let i = 0; i < data.length; i++) data[i] *= factor;
    }
  }
  return norm;
}
