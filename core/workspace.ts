/** Memory that is reserved at the first step and reused by all later ones.
 * @module
 */
import { type DType, sameShape, Tensor } from "./tensor.ts";

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
  /** All share the memory of the first, which is the largest. */
  #tensors: Tensor[] = [];

  /** A tensor of this shape and dtype with whatever contents the memory has. */
  tensor(shape: readonly number[], dtype: DType): Tensor {
    for (const tensor of this.#tensors) {
      if (tensor.dtype === dtype && sameShape(tensor.shape, shape)) return tensor;
    }
    return this.#make([...shape], dtype);
  }

  /** The same as `tensor([rows, columns], dtype)`, without an array for the shape. */
  matrix(rows: number, columns: number, dtype: DType): Tensor {
    for (const tensor of this.#tensors) {
      const { shape } = tensor;
      if (shape.length === 2 && shape[0] === rows && shape[1] === columns && tensor.dtype === dtype) {
        return tensor;
      }
    }
    return this.#make([rows, columns], dtype);
  }

  /** A tensor of the shape and dtype of another. */
  like(tensor: Tensor): Tensor {
    return this.tensor(tensor.shape, tensor.dtype);
  }

  #make(shape: number[], dtype: DType): Tensor {
    const size = shape.reduce((product, n) => product * n, 1);
    const largest = this.#tensors[0];
    if (largest === undefined || largest.dtype !== dtype || largest.size < size) {
      this.#tensors = [Tensor.zeros(shape, dtype)];
      return this.#tensors[0];
    }
    const tensor = largest.reshape([largest.size]).head(size).reshape(shape);
    // A batch size that varies without end must not be remembered without end.
    if (this.#tensors.length > 8) this.#tensors.length = 1;
    this.#tensors.push(tensor);
    return tensor;
  }
}
