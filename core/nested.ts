/** Numbers in lists, as a tensor is made of them.
 * @module
 */
import { ShapeError } from "./errors.ts";
import { printable } from "./printable.ts";
import { formatShape } from "./shape.ts";

/** Numbers, or lists of them nested to any depth. */
export type Nested = number | ArrayLike<number> | readonly Nested[];

function isList(values: Nested): values is ArrayLike<number> | readonly Nested[] {
  return typeof values === "object" && values !== null && "length" in values;
}

/** The shape that the first entry of every level tells; {@linkcode flatten} checks the others. */
export function shapeOf(values: Nested): number[] {
  if (!isList(values)) return [];
  return [values.length, ...(values.length > 0 ? shapeOf(values[0]) : [])];
}

/** Writes nested values to `data` from `at` on and returns the position after them. */
export function flatten(
  values: Nested,
  shape: number[],
  depth: number,
  data: Float32Array | Float64Array,
  at: number,
): number {
  if (!isList(values)) {
    if (depth !== shape.length || typeof values !== "number") {
      throw new ShapeError(
        `Cannot make a tensor: found ${
          typeof values === "number" ? "a number" : printable(String(values))
        } among lists; ` +
          `every entry wants the shape ${formatShape(shape.slice(depth))}`,
      );
    }
    data[at] = values;
    return at + 1;
  }
  if (values.length !== shape[depth]) {
    throw new ShapeError(
      `Cannot make a tensor: found a list of ${values.length} where the first of its kind has ${
        shape[depth] ?? "no entries of its own"
      }`,
    );
  }
  for (let i = 0; i < values.length; i++) at = flatten(values[i], shape, depth + 1, data, at);
  return at;
}
