/** Tensors: numbers with a shape.
 * @module
 */
import { ShapeError } from "./errors.ts";
import { reserveFloat32 } from "./memory.ts";

/** The precision of a tensor's numbers, which also chooses the kernels: see {@linkcode Tensor}. */
export type DType = "float32" | "float64";

/** Numbers, or lists of them nested to any depth. */
export type Nested = number | ArrayLike<number> | readonly Nested[];

/** The tensor whose memory a tensor shares: itself, where that is its own. */
export let memoryOf: (tensor: Tensor) => Tensor;

/**
 * A row-major array of numbers with a shape.
 *
 * The dtype chooses the kernels: operations on `"float32"` tensors (the default) run as WebAssembly SIMD, on
 * `"float64"` tensors as plain TypeScript, which is their specification.
 *
 * There is nothing to dispose of: a tensor that is no longer referenced gives its memory back. A part of `data`
 * that was taken with `subarray` is valid as long as the tensor or its `data` is referenced too.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const x = Tensor.from([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.shape, [2, 3]);
 * assertEquals(x.dtype, "float32");
 * assertEquals(x.data[4], 5);
 * ```
 */
export class Tensor {
  /** The size of each dimension, the outermost first. A scalar has the shape `[]`. */
  readonly shape: readonly number[];
  /** The precision. */
  readonly dtype: DType;
  readonly #data: Float32Array | Float64Array;
  /** The tensor whose memory this one shares, kept so that it is not given back. */
  readonly #owner: Tensor | undefined;

  /**
   * A tensor of numbers that are there already: see {@linkcode Tensor.zeros} and {@linkcode Tensor.from} for new ones.
   *
   * @param owner The tensor whose memory this one shares.
   */
  protected constructor(shape: readonly number[], data: Float32Array | Float64Array, owner?: Tensor) {
    this.shape = shape;
    this.#data = data;
    this.dtype = data instanceof Float32Array ? "float32" : "float64";
    this.#owner = owner && memoryOf(owner);
  }

  static {
    memoryOf = (tensor) => tensor.#owner ?? tensor;
  }

  /** The numbers, row-major: the last index runs fastest. Writing to them changes the tensor. */
  get data(): Float32Array | Float64Array {
    return this.#data;
  }

  /**
   * A tensor of zeros.
   *
   * @param shape The size of each dimension.
   * @param dtype The precision, `"float32"` unless given.
   * @throws {ShapeError} If a size is not a whole number of at least 0.
   * @throws {MemoryError} If the memory for float32 tensors is used up.
   *
   * @example
   * ```ts
   * import { Tensor } from "@chainrule/core";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(Tensor.zeros([2, 2], "float64").data, new Float64Array(4));
   * ```
   */
  static zeros(shape: readonly number[], dtype: DType = "float32"): Tensor {
    const size = sizeOf(shape);
    return new Tensor([...shape], dtype === "float32" ? reserveFloat32(size) : new Float64Array(size));
  }

  /**
   * A tensor of given values, which are copied.
   *
   * @param values Numbers, flat or nested.
   * @param shape The shape; taken from the nesting unless given.
   * @param dtype The precision, `"float32"` unless given.
   * @throws {ShapeError} If the nesting is uneven or the values do not fill the shape.
   *
   * @example
   * ```ts
   * import { Tensor } from "@chainrule/core";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(Tensor.from([1, 2, 3, 4], [2, 2]).toArray(), [[1, 2], [3, 4]]);
   * ```
   */
  static from(values: Nested, shape?: readonly number[], dtype: DType = "float32"): Tensor {
    const found = shapeOf(values);
    const tensor = Tensor.zeros(shape ?? found, dtype);
    const count = found.reduce((product, size) => product * size, 1);
    if (count !== tensor.size) {
      throw new ShapeError(
        `Cannot make a tensor: ${count} values do not fill the shape ${formatShape(tensor.shape)}, ` +
          `which has ${tensor.size}`,
      );
    }
    if (ArrayBuffer.isView(values)) tensor.data.set(values as unknown as ArrayLike<number>);
    else flatten(values, found, 0, tensor.data, 0);
    return tensor;
  }

  /** How many numbers there are. */
  get size(): number {
    return this.#data.length;
  }

  /**
   * The first `count` rows (entries of the outermost dimension), in the same memory.
   *
   * @throws {ShapeError} If there are not so many.
   *
   * @example
   * ```ts
   * import { Tensor } from "@chainrule/core";
   * import { assertEquals } from "@std/assert";
   *
   * const x = Tensor.from([[1, 2], [3, 4], [5, 6]]);
   * const head = x.head(2);
   * x.data[0] = 9;
   * assertEquals(head.toArray(), [[9, 2], [3, 4]]);
   * ```
   */
  head(count: number): Tensor {
    const [rows = 0, ...rest] = this.shape;
    if (!Number.isInteger(count) || count < 0 || count > rows) {
      throw new ShapeError(`Cannot take the first ${count} rows: the tensor is ${formatShape(this.shape)}`);
    }
    const size = rest.reduce((product, size) => product * size, count);
    return new Tensor([count, ...rest], this.data.subarray(0, size), this);
  }

  /**
   * The same numbers in another shape, in the same memory.
   *
   * @throws {ShapeError} If the shape has another number of entries.
   *
   * @example
   * ```ts
   * import { Tensor } from "@chainrule/core";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(Tensor.from([1, 2, 3, 4]).reshape([2, 2]).toArray(), [[1, 2], [3, 4]]);
   * ```
   */
  reshape(shape: readonly number[]): Tensor {
    if (sizeOf(shape) !== this.size) {
      throw new ShapeError(
        `Cannot reshape: the tensor is ${formatShape(this.shape)}, the shape ${formatShape(shape)} ` +
          `has another number of entries`,
      );
    }
    return new Tensor([...shape], this.data, this);
  }

  /**
   * A copy in memory of its own, in another precision if asked.
   *
   * @example
   * ```ts
   * import { Tensor } from "@chainrule/core";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(Tensor.from([0.5, 1]).clone("float64").data, Float64Array.of(0.5, 1));
   * ```
   */
  clone(dtype: DType = this.dtype): Tensor {
    const copy = Tensor.zeros(this.shape, dtype);
    copy.data.set(this.data);
    return copy;
  }

  /**
   * The numbers as nested arrays; a plain number for the shape `[]`.
   *
   * @example
   * ```ts
   * import { Tensor } from "@chainrule/core";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(Tensor.zeros([1, 2]).toArray(), [[0, 0]]);
   * ```
   */
  toArray(): Nested {
    let position = 0;
    const build = (depth: number): Nested =>
      depth === this.shape.length
        ? this.data[position++]
        : Array.from({ length: this.shape[depth] }, () => build(depth + 1));
    return build(0);
  }
}

/** A shape as errors show it: `[100, 784]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sizeOf(shape: readonly number[]): number {
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

function isList(values: Nested): values is ArrayLike<number> | readonly Nested[] {
  return typeof values === "object" && values !== null && "length" in values;
}

/** The shape that the first entry of every level tells; {@linkcode flatten} checks the others. */
function shapeOf(values: Nested): number[] {
  if (!isList(values)) return [];
  return [values.length, ...(values.length > 0 ? shapeOf(values[0]) : [])];
}

/** Writes nested values to `data` from `at` on and returns the position after them. */
function flatten(values: Nested, shape: number[], depth: number, data: Tensor["data"], at: number): number {
  if (!isList(values)) {
    if (depth !== shape.length || typeof values !== "number") {
      throw new ShapeError(
        `Cannot make a tensor: found ${
          typeof values === "number" ? "a number" : String(values)
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
