/** A part of a dataset.
 * @module
 */
import { checkDataset, type Dataset } from "./dataset.ts";

/** What each part is a part of: the memory of the whole is given back only when no part of it is in use. */
const wholes = new WeakMap<Uint8Array, Uint8Array>();

/**
 * The images from `start` (included) to `end` (excluded) with their labels, in the same memory: for a quick
 * run, or to set images aside for validation.
 *
 * @param start A whole number from 0.
 * @param end A whole number above `start`; the number of images unless given.
 * @throws {RangeError} If there are no such images, or none between the two.
 * @throws {DataError} If the dataset does not fit together.
 *
 * @example
 * ```ts
 * import { slice, syntheticDigits } from "@chainrule/data";
 * import { assertEquals } from "@std/assert";
 *
 * const { train } = syntheticDigits({ train: 120, test: 1 });
 * const [learn, validate] = [slice(train, 0, 100), slice(train, 100)];
 * assertEquals([learn.count, validate.count], [100, 20]);
 * assertEquals(validate.labels[0], train.labels[100]);
 * ```
 */
export function slice(dataset: Dataset, start: number, end: number = dataset.count): Dataset {
  checkDataset("slice", dataset);
  const { count, rows, columns } = dataset;
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > count || start >= end) {
    throw new RangeError(
      `Cannot slice: found ${start} to ${end}, want whole numbers with 0 <= start < end <= ${count}`,
    );
  }
  const pixels = rows * columns;
  const images = dataset.images.subarray(start * pixels, end * pixels);
  const labels = dataset.labels.subarray(start, end);
  wholes.set(images, dataset.images);
  return { ...dataset, images, labels, count: end - start };
}
