/** Images where the float32 kernels can read them.
 * @module
 */
import { inKernelMemory, ListedImages, reserveBytes } from "@chainrule/core";
import { ByteWatch } from "./byte_watch.ts";

/** What was made of images. */
interface Prepared {
  /** The images as the float32 kernels take them. */
  readonly images: Uint8Array | ListedImages;
  /** Tells when it is no longer true. */
  readonly watch: ByteWatch;
}

const prepared = new WeakMap<Uint8Array, Prepared>();

/** Whether images are in memory that threads share, and not in that of this thread's kernels. */
export function isElsewhere(images: Uint8Array): boolean {
  // Where pages are not isolated there is no name for the other kind of buffer, though the kernels' memory is of it.
  return !(images.buffer instanceof ArrayBuffer) && !inKernelMemory(images);
}

/** The images as the float32 kernels take them: as lists of their strokes, or where they can read them. */
export function forKernels(images: Uint8Array, pixels: number): Uint8Array | ListedImages {
  const found = prepared.get(images),
    fits = !(found?.images instanceof ListedImages) || found.images.pixels === pixels;
  if (found !== undefined && fits && !found.watch.changed()) return found.images;
  const made = ListedImages.of(images, pixels) ?? copyForKernels(images);
  prepared.set(images, { images: made, watch: new ByteWatch(images) });
  return made;
}

function copyForKernels(images: Uint8Array): Uint8Array {
  if (inKernelMemory(images)) return images;
  const copy = reserveBytes(images.length);
  copy.set(images);
  return copy;
}
