/** Gradients kept from growing too large.
 * @module
 */
import type { Parameter } from "@chainrule/core";

/**
 * The Euclidean norm of all gradients taken together: √Σg² over the numbers of all parameters. It is not finite if one of them is
 * not.
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
  return Math.sqrt(sum);
}

/**
 * Scales all gradients down by one factor, limit / norm, where their norm is above a limit (R. Pascanu and others, "On the
 * difficulty of training recurrent neural networks", 2013). To be called between the backward pass and the step.
 *
 * @param parameters Whose gradients are meant.
 * @param limit The largest norm, in the unit of the gradients.
 * @returns The norm as it was before. If it is not finite, nor are the gradients.
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
  const norm = gradientNorm(parameters);
  if (norm > limit) {
    const factor = limit / norm;
    for (const { grad: { data } } of parameters) {
      for (let i = 0; i < data.length; i++) data[i] *= factor;
    }
  }
  return norm;
}
