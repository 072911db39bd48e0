/** The shapes of tensors.
 * @module
 */
import { ShapeError } from "./errors.ts";

/** So many dimensions of a shape are shown. */
const MOST_SHOWN = 16;

/**
 * A shape as errors show it. Where a file has one of a million dimensions, the first of them.
 *
 * @example
 * ```ts
 * import { formatShape } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatShape([100, 784]), "[100, 784]");
 * ```
 */
export function formatShape(shape: readonly number[]): string {
  const shown = shape.slice(0, MOST_SHOWN).join(", ");
  return shape.length > MOST_SHOWN ? `[${shown}, … (${shape.length} dimensions)]` : `[${shown}]`;
}

/**
 * Whether two shapes are the same.
 *
 * @example
 * ```ts
 * import { sameShape } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([sameShape([2, 3], [2, 3]), sameShape([2, 3], [6])], [true, false]);
 * ```
 */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** How many entries a tensor of a shape has. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const n of shape) {
    if (!Number.isInteger(n) || n < 0) {
      throw new ShapeError(
        `Cannot make a tensor: the shape ${
          formatShape(shape)
        } has a size that is not a whole number of at least 0`,
      );
    }
    size *= n;
  }
  return size;
}
