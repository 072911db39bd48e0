/** Distorted copies of images.
 * @module
 */
import { Random, reserveBytes } from "@chainrule/core";
import { checkDataset, type Dataset } from "../dataset.ts";
import { type Augmentation, checkAugmentation } from "./augmentation.ts";
import { Distorter } from "./distorter.ts";

/** How {@linkcode augment} distorts images. */
export interface AugmentOptions extends Augmentation {
  /** What decides every distortion, a whole number from 0: 1. */
  seed?: number;
}

/**
 * Every image of a dataset once, distorted at random, with its label: to look at, or to learn from besides the others. To learn from
 * images that are distorted anew in each epoch, give `augment` to `batches` instead.
 *
 * @returns A dataset of the same form, in memory of its own. The same seed gives the same images.
 * @throws {RangeError} If a distortion is out of bounds, there is none of that name, or the seed is none.
 * @throws {DataError} If the dataset is empty or does not fit together.
 * @throws {MemoryError} If the images don't fit into the memory that tensors share.
 *
 * @see Augmentation for the formulas and where they are from.
 *
 * @example
 * ```ts
 * import { augment, syntheticDigits } from "@chainrule/data";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * const { train } = syntheticDigits({ train: 20, test: 1 });
 * const bent = augment(train, { shift: 2, rotation: 10, scale: 0.1, elastic: 34, seed: 7 });
 * assertEquals([bent.count, bent.rows, bent.labels], [train.count, train.rows, train.labels]);
 * assertNotEquals(bent.images, train.images);
 * assertEquals(augment(train, {}).images, train.images); // not distorted
 * ```
 */
export function augment(dataset: Dataset, { seed = 1, ...augmentation }: AugmentOptions): Dataset {
  const checked = checkAugmentation("augment", augmentation);
  checkDataset("augment", dataset);
  const { images, count, rows, columns } = dataset, pixels = rows * columns;
  const distorter = new Distorter(dataset, checked, new Random(seed)),
    distorted = reserveBytes(images.length);
  for (let i = 0; i < count; i++) distorter.distort(images, i * pixels, distorted, i * pixels);
  return { ...dataset, images: distorted };
}
