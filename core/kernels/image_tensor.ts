/** Batches of images as tensors.
 * @module
 */
import { Tensor } from "../tensor.ts";
import type { CompressedImages } from "./compressed_images.ts";

/** The images of a tensor, unless somebody has changed its numbers. */
export let imagesOf: (tensor: Tensor) => CompressedImages | undefined;
/** Lets a tensor have the numbers of images, which are written when someone asks for them; or those in its memory. */
export let setImages: (tensor: ImageTensor, images: CompressedImages | undefined) => void;

/**
 * A tensor `[batch, pixels]` for `kernels.float32.gather`, which keeps images that are mostly background as lists of their
 * strokes: products with them are faster. Whoever asks for `data` finds all numbers there. Products are still made with the lists then, so
 * that they have the same bits whether anyone looks or not, unless the numbers were changed: who looks at each batch pays for a comparison.
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
  /** What the numbers are made of, until somebody changes them. */
  #images: CompressedImages | undefined;
  /** Whether the numbers were written, for who asked for them and may have changed them. */
  #written = false;

  /**
   * A tensor of the shape, dtype and memory of another.
   *
   * @param memory Where the numbers are written.
   */
  constructor(memory: Tensor) {
    super(memory.shape, memory.data, memory);
  }

  static {
    imagesOf = (tensor) => tensor instanceof ImageTensor ? tensor.#unchanged() : undefined;
    setImages = (tensor, images) => {
      tensor.#images = images;
      tensor.#written = false;
    };
  }

  #unchanged(): CompressedImages | undefined {
    if (this.#written && !this.#images?.areIn(super.data)) this.#images = undefined;
    return this.#images;
  }

  /** The numbers, row-major. Writing to them changes the tensor. */
  override get data(): Float32Array | Float64Array {
    const data = super.data;
    if (this.#images !== undefined && !this.#written) {
      this.#images.expand(data.byteOffset);
      this.#written = true;
    }
    return data;
  }
}
