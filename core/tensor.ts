/** Tensors: numbers with a shape.
 * @module
 */
import { MemoryError, ShapeError, StaleError } from "./errors.ts";
import { checkCapacity, formatBytes, inKernelMemory, release, reserveFloat32 } from "./memory.ts";
import { flatten, type Nested, shapeOf } from "./nested.ts";
import { printable } from "./printable.ts";
import { formatShape, sizeOf } from "./shape.ts";

/** The precision of a tensor's numbers, which also chooses the kernels: see {@linkcode Tensor}. */
export type DType = "float32" | "float64";

/** The tensor whose memory a tensor shares: itself, where that is its own. */
export let memoryOf: (tensor: Tensor) => Tensor;
/** Lets a tensor belong to who hands it out again and again: `using` does not dispose of it. */
export let lend: (tensor: Tensor) => void;

/**
 * A row-major array of numbers with a shape.
 *
 * The dtype chooses the kernels: operations on `"float32"` tensors (the default) run as WebAssembly SIMD, on
 * `"float64"` tensors as plain TypeScript, which is their specification.
 *
 * There is nothing to dispose of: a tensor that is no longer referenced gives its memory back, unless `data` or a part
 * of it that was taken with `subarray` still is. That is noticed when the program awaits something that is still to happen; a long
 * loop that awaits nothing and makes tensors may say where they end: `using x = Tensor.from(…)`.
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
  /** How many numbers there are. */
  readonly size: number;
  /** The numbers; none before anyone has looked at zeros, nor after the tensor was disposed of. */
  #data: Float32Array | Float64Array | undefined;
  /** The tensor whose memory this one shares; itself, where that is its own. */
  readonly #owner: Tensor;
  #lent = false;
  #disposed = false;

  /**
   * A tensor of numbers that are there already: see {@linkcode Tensor.zeros} and {@linkcode Tensor.from} for new ones.
   *
   * @param data The numbers; or how many float32 zeros, which get memory when someone looks at them.
   * @param owner The tensor whose memory this one shares.
   */
  protected constructor(
    shape: readonly number[],
    data: Float32Array | Float64Array | number,
    owner?: Tensor,
  ) {
    const none = typeof data === "number";
    this.shape = shape;
    this.size = none ? data : data.length;
    this.#data = none ? undefined : data;
    this.dtype = data instanceof Float64Array ? "float64" : "float32";
    this.#owner = owner ? memoryOf(owner) : this;
    if (data instanceof Float32Array && !inKernelMemory(data)) {
      throw new MemoryError(
        "Cannot make a tensor: its numbers are not in the memory that float32 tensors use",
      );
    }
  }

  static {
    memoryOf = (tensor) => tensor.#owner;
    lend = (tensor) => {
      tensor.#lent = true;
    };
  }

  /**
   * The numbers, row-major: the last index runs fastest. Writing to them changes the tensor.
   *
   * @throws {StaleError} If the tensor was disposed of.
   * @throws {MemoryError} If these are zeros that nobody has looked at so far, and the memory for float32 tensors is used up.
   */
  get data(): Float32Array | Float64Array {
    return this.#owner.#data === undefined ? this.#firstData() : this.#data!;
  }

  /** Reserves memory for zeros; or there is none any more. */
  #firstData(): Float32Array {
    if (this.#owner.#disposed) {
      throw new StaleError(`Cannot read a tensor ${formatShape(this.shape)}: it was disposed of`);
    }
    return this.#data = reserveFloat32(this.size); // views are made of data, so this is the owner
  }

  /**
   * Gives the memory back at once, at the end of a block that began with `using`: nobody has to, but in a long loop that awaits nothing
   * it is the only way. The tensor and all that share its memory can't be read from then on, and a `data` that somebody kept shows
   * what comes next.
   *
   * What `head` and `reshape` return does not own its memory, and what a layer, a loss or a batch hands out belongs to them: for
   * these nothing happens.
   *
   * @example
   * ```ts
   * import { reservedBytes, StaleError, Tensor } from "@chainrule/core";
   * import { assertEquals, assertThrows } from "@std/assert";
   *
   * const before = reservedBytes();
   * let kept: Tensor | undefined;
   * for (let i = 0; i < 100; i++) {
   *   using x = Tensor.zeros([1000, 784]);
   *   x.data[i] = 1;
   *   kept = x;
   * }
   * assertEquals(reservedBytes(), before);
   * assertThrows(() => kept?.data, StaleError, "Cannot read a tensor [1000, 784]: it was disposed of");
   * ```
   */
  [Symbol.dispose](): void {
    if (this.#owner !== this || this.#lent) return;
    if (this.dtype === "float32" && this.#data !== undefined) release(this.#data);
    this.#data = undefined;
    this.#disposed = true;
  }

  /**
   * A tensor of zeros. For float32 it takes memory as soon as someone looks at them, so gradients of a model that only evaluates take
   * none.
   *
   * @param shape The size of each dimension.
   * @param dtype The precision, `"float32"` unless given.
   * @throws {ShapeError} If a size is not a whole number of at least 0.
   * @throws {RangeError} If there is no such dtype.
   * @throws {MemoryError} If the tensor is larger than all memory for float32 tensors, or, for float64, than an array can be.
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
    checkDTypeName("make a tensor", dtype);
    const size = sizeOf(shape);
    if (dtype === "float64") return new Tensor([...shape], makeFloat64(size));
    checkCapacity(4 * size);
    return new Tensor([...shape], size);
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

/** Refuses what is no dtype. */
function checkDTypeName(action: string, dtype: DType): void {
  if (dtype === "float32" || dtype === "float64") return;
  throw new RangeError(`Cannot ${action}: dtype is ${printable(String(dtype))}, want float32 or float64`);
}

function makeFloat64(size: number): Float64Array {
  try {
    return new Float64Array(size);
  } catch (cause) {
    throw new MemoryError(`Cannot reserve ${formatBytes(8 * size)} for a tensor: no array can be as large`, {
      cause,
    });
  }
}
