/** Parameters, and gradients that are written or added to.
 * @module
 */
import { type DType, kernels, type Parameter, Tensor } from "@chainrule/core";

/** A parameter of zeros, with its gradient. */
export function parameter(name: string, shape: readonly number[], dtype: DType): Parameter {
  return { name, value: Tensor.zeros(shape, dtype), grad: Tensor.zeros(shape, dtype) };
}

/** sum += x, number by number. */
export function addTo(sum: Tensor, x: Tensor): void {
  kernels[sum.dtype].addElements(sum, x, sum);
}
