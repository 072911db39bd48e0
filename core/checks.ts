/** Checks at the door of layers, losses and optimizers.
 * @module
 */
import { ShapeError } from "./errors.ts";
import type { DType, Tensor } from "./tensor.ts";
import { formatShape, sameShape } from "./shape.ts";

/**
 * Refuses a tensor of another shape or dtype than wanted.
 *
 * @param action What can't be done otherwise, such as `run Tanh backward`.
 * @param name What the tensor is called.
 * @throws {ShapeError} If it does not fit.
 *
 * @example
 * ```ts
 * import { checkTensor, ShapeError, Tensor } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkTensor("run Tanh backward", "dOutput", Tensor.zeros([2, 3]), [2, 4], "float32"),
 *   ShapeError,
 *   "Cannot run Tanh backward: dOutput is [2, 3], want [2, 4]",
 * );
 * ```
 */
export function checkTensor(
  action: string,
  name: string,
  tensor: Tensor,
  shape: readonly number[],
  dtype: DType,
): void {
  if (!sameShape(tensor.shape, shape)) {
    throw new ShapeError(
      `Cannot ${action}: ${name} is ${formatShape(tensor.shape)}, want ${formatShape(shape)}`,
    );
  }
  checkDType(action, name, tensor, dtype);
}

/**
 * Refuses a tensor of another dtype than wanted.
 *
 * @param action What can't be done otherwise.
 * @param name What the tensor is called.
 * @throws {ShapeError} If it does not fit.
 *
 * @example
 * ```ts
 * import { checkDType, ShapeError, Tensor } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkDType("multiply", "x", Tensor.zeros([2]), "float64"),
 *   ShapeError,
 *   "Cannot multiply: x is float32, want float64",
 * );
 * ```
 */
export function checkDType(action: string, name: string, tensor: Tensor, dtype: DType): void {
  if (tensor.dtype !== dtype) {
    throw new ShapeError(`Cannot ${action}: ${name} is ${tensor.dtype}, want ${dtype}`);
  }
}

/**
 * Refuses a setting that is not a number within bounds (both included).
 *
 * @param action What can't be done otherwise, such as `make a Sgd optimizer`.
 * @param name What the setting is called.
 * @throws {RangeError} If it is not finite, below `low` or above `high`.
 *
 * @example
 * ```ts
 * import { checkNumber } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkNumber("make a Sgd optimizer", "momentum", 2, 0, 1),
 *   RangeError,
 *   "Cannot make a Sgd optimizer: momentum is 2, want a number from 0 to 1",
 * );
 * ```
 */
export function checkNumber(action: string, name: string, value: number, low = 0, high = Infinity): void {
  if (typeof value === "number" && value >= low && value <= high && Number.isFinite(value)) return;
  const range = high === Infinity ? `a number of at least ${low}` : `a number from ${low} to ${high}`;
  throw new RangeError(`Cannot ${action}: ${name} is ${value}, want ${range}`);
}
