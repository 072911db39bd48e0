/** Memory that is reserved at the first step and reused by all later ones.
 * @module
 */
import { MemoryError } from "./errors.ts";
import { handOut, type Ledger, type Stamp, stampTensor } from "./stamps.ts";
import { type DType, lend, Tensor } from "./tensor.ts";
import { sameShape } from "./shape.ts";

/** Memory that turns out too small is followed by so much more: batches that grow without end want more only now and then. */
const GROWTH = 1.5;

/** So many tensors that are smaller than the largest are remembered. */
const MOST_SMALLER = 8;

/**
 * Room for one result of a layer or a loss. It is reserved at the first use and handed out again at each step, so a
 * training step allocates nothing. A smaller batch gets a prefix of the same memory. What was handed out before counts as
 * overwritten then, which a {@linkcode Pass} notices.
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
  /** Their stamps, in the same order. */
  readonly #stamps: Stamp[] = [];
  #ledger: Ledger = { version: 0 };

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
    for (let i = 0; i < this.#tensors.length; i++) {
      const tensor = this.#tensors[i];
      if (tensor.dtype === dtype && sameShape(tensor.shape, shape)) return this.#handOut(i);
    }
    return this.#add(shape, dtype);
  }

  /** The same as `tensor([rows, columns], dtype)`, without an array for the shape. */
  matrix(rows: number, columns: number, dtype: DType): Tensor {
    for (let i = 0; i < this.#tensors.length; i++) {
      const tensor = this.#tensors[i], { shape } = tensor;
      if (shape.length === 2 && shape[0] === rows && shape[1] === columns && tensor.dtype === dtype) {
        return this.#handOut(i);
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
      memory = this.#memory = reserve(shape, dtype, memory?.dtype === dtype ? memory.size : 0);
      lend(memory);
      this.#ledger = { version: 0 };
      this.#tensors.length = this.#stamps.length = 0;
    } else {
      // A batch size that varies without end must not be remembered without end: only the first, which is the largest, always is.
      if (this.#tensors.length > MOST_SMALLER) this.#tensors.length = this.#stamps.length = 1;
    }
    if (!sameShape(memory.shape, shape)) memory = memory.reshape([memory.size]).head(size).reshape(shape);
    const tensor = this.#make(memory);
    this.#stamps.push(stampTensor(tensor, this.#ledger));
    return this.#handOut(this.#tensors.push(tensor) - 1);
  }

  /** A tensor whose numbers will be others from now on: those of all that shares its memory are lost. */
  #handOut(i: number): Tensor {
    handOut(this.#stamps[i]);
    return this.#tensors[i];
  }
}

/** Memory for a tensor, or more where there was some before that was too small. */
function reserve(shape: readonly number[], dtype: DType, before: number): Tensor {
  const grown = Math.floor(GROWTH * before);
  if (grown > shape.reduce((product, n) => product * n, 1)) {
    try {
      return reserved(Tensor.zeros([grown], dtype));
    } catch (error) {
      if (!(error instanceof MemoryError)) throw error;
    }
  }
  return reserved(Tensor.zeros(shape, dtype));
}

/** A tensor that has its memory now, and not only when someone looks at it. */
function reserved(tensor: Tensor): Tensor {
  return tensor.data && tensor;
}
