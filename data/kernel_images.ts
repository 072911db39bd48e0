/** Images where the float32 kernels can read them.
 * @module
 */
import { inKernelMemory, ListedImages, reserveBytes } from "@chainrule/core";
import { ByteWatch } from "./byte_watch.ts";

/** Images in memory that threads share are listed by each thread anew if they have so many bytes at most: lists take half of that. */
const MOST_FOR_EACH = 2 ** 27;

/** What was made of images. */
interface Prepared {
  /** The images as the float32 kernels take them, if not batch by batch. */
  readonly images: Uint8Array | ListedImages | undefined;
  /** Tells when it is no longer true. */
  readonly watch: ByteWatch;
}

const prepared = new WeakMap<Uint8Array, Prepared>();

/** Whether images are in memory that threads share, and not in that of this thread's kernels. */
function isShared(images: Uint8Array): boolean {
  // Where pages are not isolated there is no name for the other kind of buffer, though the kernels' memory is of it.
  return !(images.buffer instanceof ArrayBuffer) && !inKernelMemory(images);
}

/**
 * The images as the float32 kernels take them: as lists of their strokes, or where they can read them. Undefined if they are to be copied batch by
 * batch: threads that share images have no copy each.
 */
export function forKernels(images: Uint8Array, pixels: number): Uint8Array | ListedImages | undefined {
  const found = prepared.get(images),
    fits = !(found?.images instanceof ListedImages) || found.images.pixels === pixels;
  if (found !== undefined && fits && !found.watch.changed()) return found.images;
  const shared = isShared(images), listed = !shared || images.length <= MOST_FOR_EACH;
  const made = listed ? ListedImages.of(images, pixels) : undefined;
  const taken = made ?? (shared ? undefined : copyForKernels(images));
  prepared.set(images, { images: taken, watch: new ByteWatch(images) });
  return taken;
}

function copyForKernels(images: Uint8Array): Uint8Array {
  if (inKernelMemory(images)) return images;
  const copy = reserveBytes(images.length);
  copy.set(images);
  return copy;
}
