/** Memory that is reserved at the first step and reused by all later ones.
 * @module
 */
import { type DType, sameShape, Tensor } from "./tensor.ts";

/** So many tensors that are smaller than the largest are remembered. */
const MOST_SMALLER = 8;

/**
 * Room for one result of a layer or a loss. It is reserved at the first use and handed out again at each step, so a
 * training step allocates nothing. A smaller batch gets a prefix of the same memory.
 *
 * @example
 * ```ts
 * import { Workspace } from "@chainrule/core";
 * import { assertStrictEquals } from "@std/assert";
 *
 * const workspace = new Workspace();
 * const first = workspace.tensor([100, 10], "float32");
 * assertStrictEquals(workspace.tensor([100, 10], "float32"), first);
 * assertStrictEquals(workspace.tensor([60, 10], "float32").data.buffer, first.data.buffer);
 * ```
 */
export class Workspace {
  readonly #make: (memory: Tensor) => Tensor;
  /** The largest tensor so far. */
  #memory: Tensor | undefined;
  /** Tensors in its memory. */
  readonly #tensors: Tensor[] = [];

  /**
   * An empty workspace.
   *
   * @param make Makes the tensors that are handed out from tensors with their shape, dtype and memory; these themselves, unless given.
   */
  constructor(make: (memory: Tensor) => Tensor = (memory) => memory) {
    this.#make = make;
  }

  /** A tensor of this shape and dtype with whatever contents the memory has. */
  tensor(shape: readonly number[], dtype: DType): Tensor {
    for (const tensor of this.#tensors) {
      if (tensor.dtype === dtype && sameShape(tensor.shape, shape)) return tensor;
    }
    return this.#add(shape, dtype);
  }

  /** The same as `tensor([rows, columns], dtype)`, without an array for the shape. */
  matrix(rows: number, columns: number, dtype: DType): Tensor {
    for (const tensor of this.#tensors) {
      const { shape } = tensor;
      if (shape.length === 2 && shape[0] === rows && shape[1] === columns && tensor.dtype === dtype) {
        return tensor;
      }
    }
    return this.#add([rows, columns], dtype);
  }

  /** A tensor of the shape and dtype of another. */
  like(tensor: Tensor): Tensor {
    return this.tensor(tensor.shape, tensor.dtype);
  }

  #add(shape: readonly number[], dtype: DType): Tensor {
    const size = shape.reduce((product, n) => product * n, 1);
    let memory = this.#memory;
    if (memory === undefined || memory.dtype !== dtype || memory.size < size) {
      memory = this.#memory = Tensor.zeros(shape, dtype);
      this.#tensors.length = 0;
    } else {
      memory = memory.reshape([memory.size]).head(size).reshape(shape);
      // A batch size that varies without end must not be remembered without end: only the first, which is the largest, always is.
      if (this.#tensors.length > MOST_SMALLER) this.#tensors.length = 1;
    }
    const tensor = this.#make(memory);
    this.#tensors.push(tensor);
    return tensor;
  }
}
