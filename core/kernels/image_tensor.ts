/** Batches of images as tensors.
 * @module
 */
import { Tensor } from "../tensor.ts";
import type { CompressedImages } from "./compressed_images.ts";

/** The images of a tensor whose numbers were not asked for yet. */
export let imagesOf: (tensor: Tensor) => CompressedImages | undefined;
/** Lets a tensor have the numbers of images, which are written when someone asks for them; or those in its memory. */
export let setImages: (tensor: ImageTensor, images: CompressedImages | undefined) => void;

/**
 * A tensor `[batch, pixels]` for `kernels.float32.gather`, which keeps images that are mostly background as lists of their
 * strokes: products with them are faster. Whoever asks for `data` finds all numbers there; from then on it is a tensor like any other.
 *
 * @example
 * ```ts
 * import { ImageTensor, kernels, reserveBytes, reserveUint32, Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const images = reserveBytes(8), order = reserveUint32(1), x = new ImageTensor(Tensor.zeros([1, 8]));
 * images[3] = 255;
 * kernels.float32.gather(images, order, { background: 0, divisor: 255 }, x);
 * assertEquals(x.toArray(), [[0, 0, 0, 1, 0, 0, 0, 0]]);
 * ```
 */
export class ImageTensor extends Tensor {
  /** What the numbers are still to be made of. Who asks for them may write to them, so from then on they count. */
  #images: CompressedImages | undefined;

  /**
   * A tensor of the shape, dtype and memory of another.
   *
   * @param memory Where the numbers are written.
   */
  constructor(memory: Tensor) {
    super(memory.shape, memory.data, memory);
  }

  static {
    imagesOf = (tensor) => tensor instanceof ImageTensor ? tensor.#images : undefined;
    setImages = (tensor, images) => {
      tensor.#images = images;
    };
  }

  /** The numbers, row-major. Writing to them changes the tensor. */
  override get data(): Float32Array | Float64Array {
    const data = super.data;
    if (this.#images !== undefined) {
      this.#images.expand(data.byteOffset);
      this.#images = undefined;
    }
    return data;
  }
}
