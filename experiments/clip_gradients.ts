/** Gradients kept from growing too large.
 * @module
 */
import type { Parameter } from "@chainrule/core";

/** The Euclidean norm of all gradients taken together. */
export function gradientNorm(parameters: readonly Parameter[]): number {
  let sum = 0;
  for (const { grad: { data } } of parameters) {
    for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  }
  return Math.sqrt(sum);
}

/**
 * Scales all gradients down by one factor where their norm is above a limit (R. Pascanu and others, "On the
 * difficulty of training recurrent neural networks", 2013).
 *
 * @returns The norm as it was before.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { clipGradients } from "@chainrule/experiments";
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
