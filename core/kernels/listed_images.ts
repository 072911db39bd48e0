/** Images as lists of their strokes, made once.
 * @module
 */
import { ShapeError } from "../errors.ts";
import { inKernelMemory, release, reserveBytes, reserveUint32 } from "../memory.ts";
import { fast } from "./builds.ts";

/** Numbers of pairs of pixels have 16 bits. */
export const MOST_PIXELS = 65_535;

/** So many images are copied at a time to where the kernels can read them. */
const AT_ONCE = 256;

/** Entries that kernels may read or write after the end of a list. */
export const SPARE_STROKES = 8;

/**
 * Images that no longer change, with lists of their strokes: pairs of neighbouring pixels of which one at least is not background. They are
 * made once; `kernels.float32.gather` then makes batches of them that are multiplied without looking at the pixels again. For MNIST the lists
 * take half the memory of the images.
 *
 * @example
 * ```ts
 * import { ImageTensor, kernels, ListedImages, reserveUint32, Tensor } from "@chainrule/core";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const bytes = new Uint8Array(40);
 * bytes[21] = 255;
 * const images = ListedImages.of(bytes, 20), order = reserveUint32(1), x = new ImageTensor(Tensor.zeros([1, 20]));
 * assert(images !== undefined);
 * order[0] = 1;
 * kernels.float32.gather(images, order, { background: 0, divisor: 255 }, x);
 * assertEquals([...x.data.subarray(0, 3)], [0, 1, 0]);
 * ```
 */
export class ListedImages {
  /** All images, `pixels` bytes each. */
  readonly bytes: Uint8Array;
  /** The pixels of an image. */
  readonly pixels: number;
  /** Where the strokes of each image begin and, one number later, end. */
  readonly starts: Uint32Array;
  /** The strokes: see `assembly/strokes.ts`. */
  readonly strokes: Uint32Array;

  private constructor(bytes: Uint8Array, pixels: number, starts: Uint32Array, strokes: Uint32Array) {
    this.bytes = bytes;
    this.pixels = pixels;
    this.starts = starts;
    this.strokes = strokes;
  }

  /**
   * Lists the strokes of all images, unless that would take more memory than the images themselves, or an image has more than 65,535 pixels.
   *
   * @param bytes The images, one after the other, in any memory.
   * @param pixels The bytes of an image.
   * @throws {ShapeError} If these are not whole images.
   * @throws {MemoryError} If the memory is used up.
   */
  static of(bytes: Uint8Array, pixels: number): ListedImages | undefined {
    const count = bytes.length / pixels;
    if (!Number.isSafeInteger(count) || !(pixels > 0)) {
      throw new ShapeError(`Cannot list images: found ${bytes.length} bytes, want images of ${pixels} bytes`);
    }
    if (pixels > MOST_PIXELS) return undefined;
    const starts = reserveUint32(count + 1);
    listAll(bytes, pixels, starts, 0);
    if (starts[count] * 4 > bytes.length) {
      release(starts);
      return undefined;
    }
    const strokes = reserveUint32(starts[count] + SPARE_STROKES);
    listAll(bytes, pixels, starts, strokes.byteOffset);
    return new ListedImages(bytes, pixels, starts, strokes);
  }
}

/** Lists the strokes of all images, or counts them where there is no address to write to. */
function listAll(bytes: Uint8Array, pixels: number, starts: Uint32Array, strokes: number): void {
  const count = starts.length - 1;
  if (inKernelMemory(bytes)) {
    fast.wasm.list_strokes(count, pixels, bytes.byteOffset, 0, starts.byteOffset, strokes);
    return;
  }
  const some = reserveBytes(Math.min(AT_ONCE, count) * pixels);
  for (let i = 0; i < count; i += AT_ONCE) {
    const images = Math.min(AT_ONCE, count - i);
    some.set(bytes.subarray(i * pixels, (i + images) * pixels));
    fast.wasm.list_strokes(images, pixels, some.byteOffset, 0, starts.byteOffset + 4 * i, strokes);
  }
  release(some);
}
