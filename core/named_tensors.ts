/** Tensors with names, as files and optimizers keep them.
 * @module
 */
import { ShapeError } from "./errors.ts";
import type { Buffer } from "./layer.ts";
import { printable } from "./printable.ts";
import { formatShape, sameShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The values of parameters, or of buffers, by name.
 *
 * @param action What can't be done otherwise, such as `save a model`.
 * @throws {RangeError} If two parameters have the same name.
 *
 * @example
 * ```ts
 * import { Tensor, valuesByName } from "@chainrule/core";
 * import { assertStrictEquals } from "@std/assert";
 *
 * const weight = { name: "weight", value: Tensor.zeros([2]), grad: Tensor.zeros([2]) };
 * assertStrictEquals(valuesByName("save a model", [weight]).weight, weight.value);
 * ```
 */
export function valuesByName(action: string, parameters: readonly Buffer[]): Record<string, Tensor> {
  const names = new Set<string>();
  for (const { name } of parameters) {
    if (names.has(name)) {
      throw new RangeError(`Cannot ${action}: two parameters are called ${name}, want a name for each`);
    }
    names.add(name);
  }
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}

/**
 * Refuses tensors of other names, shapes or dtypes than wanted.
 *
 * @param action What can't be done otherwise, such as `load a model`.
 * @param found What is there, by name.
 * @param wanted What should be there.
 * @throws {ShapeError} If one is missing, one too many, or one does not fit.
 *
 * @example
 * ```ts
 * import { checkTensors, ShapeError, Tensor } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * const found = { weight: Tensor.zeros([2, 3]) }, wanted = { weight: Tensor.zeros([2, 4]) };
 * assertThrows(
 *   () => checkTensors("load a model", found, wanted),
 *   ShapeError,
 *   "Cannot load a model: weight is float32 [2, 3], want float32 [2, 4]",
 * );
 * ```
 */
export function checkTensors(
  action: string,
  found: Readonly<Record<string, Pick<Tensor, "shape" | "dtype">>>,
  wanted: Readonly<Record<string, Pick<Tensor, "shape" | "dtype">>>,
): void {
  for (const [name, tensor] of Object.entries(wanted)) {
    if (!Object.hasOwn(found, name)) {
      throw new ShapeError(`Cannot ${action}: there is no ${printable(name)}, want ${describe(tensor)}`);
    }
    const { shape, dtype } = found[name];
    if (dtype !== tensor.dtype || !sameShape(shape, tensor.shape)) {
      throw new ShapeError(
        `Cannot ${action}: ${printable(name)} is ${describe(found[name])}, want ${describe(tensor)}`,
      );
    }
  }
  for (const [name, tensor] of Object.entries(found)) {
    if (!Object.hasOwn(wanted, name)) {
      throw new ShapeError(
        `Cannot ${action}: found ${printable(name)}, ${describe(tensor)}, want no such tensor`,
      );
    }
  }
}

function describe({ shape, dtype }: Pick<Tensor, "shape" | "dtype">): string {
  return `${dtype} ${formatShape(shape)}`;
}
