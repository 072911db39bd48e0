/** Errors that a caller may want to catch by type.
 * @module
 */

/**
 * Shapes, sizes or dtypes of tensors do not fit together.
 *
 * @example
 * ```ts
 * import { ShapeError, Tensor } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => Tensor.from([1, 2, 3], [2, 2]), ShapeError, "3 values do not fill the shape [2, 2]");
 * ```
 */
export class ShapeError extends Error {
  /** The name that stack traces show. */
  override readonly name = "ShapeError";
}

/**
 * A file or a stream of data is not what it should be: damaged, truncated, of another kind, or not to be had.
 *
 * @example
 * ```ts
 * import { DataError } from "@chainrule/core";
 * import { assertInstanceOf } from "@std/assert";
 *
 * assertInstanceOf(new DataError("Cannot read x: the file is empty"), Error);
 * ```
 */
export class DataError extends Error {
  /** The name that stack traces show. */
  override readonly name: string = "DataError";
}

/**
 * The memory for float32 tensors is used up.
 *
 * @example
 * ```ts
 * import { MemoryError, Tensor } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => Tensor.zeros([1 << 20, 1 << 20]), MemoryError, "Cannot reserve 4096.0 GiB");
 * ```
 */
export class MemoryError extends Error {
  /** The name that stack traces show. */
  override readonly name = "MemoryError";
}

/**
 * A gradient that was computed by hand differs from the one found by central differences.
 *
 * @example
 * ```ts
 * import { GradientError } from "@chainrule/core";
 * import { assertInstanceOf } from "@std/assert";
 *
 * assertInstanceOf(new GradientError("dx[3] is 1, want 2"), Error);
 * ```
 */
export class GradientError extends Error {
  /** The name that stack traces show. */
  override readonly name = "GradientError";
}

/**
 * Numbers that are no longer there: a result of a layer, a loss or a batch that was passed on after it had been overwritten, or a
 * backward pass whose forward pass was followed by another.
 *
 * @example
 * ```ts
 * import { StaleError } from "@chainrule/core";
 * import { assertInstanceOf } from "@std/assert";
 *
 * assertInstanceOf(new StaleError("Cannot run Linear forward: x was overwritten since it was made"), Error);
 * ```
 */
export class StaleError extends Error {
  /** The name that stack traces show. */
  override readonly name = "StaleError";
}
