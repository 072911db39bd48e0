/** Datasets made of arrays.
 * @module
 */
import { DataError, reserveBytes } from "@chainrule/core";
import { checkDataset, type Dataset } from "./dataset.ts";

/** What {@linkcode makeDataset} is given. */
export interface DatasetArrays {
  /** The pixels, `[count, rows, columns]`, row-major: whole numbers from 0, background, to 255, full ink. They are copied. */
  readonly images: ArrayLike<number>;
  /** The classes, `[count]`, whole numbers from 0 to 255. They are copied. */
  readonly labels: ArrayLike<number>;
  /** The height of an image in pixels. */
  readonly rows: number;
  /** The width of an image in pixels. */
  readonly columns: number;
  /** How many classes there are: one more than the largest label unless given. */
  readonly classes?: number;
  /** What the dataset is called: `custom` unless given. */
  readonly name?: string;
}

/**
 * A dataset made of arrays: images of your own, or of a format that no loader here reads.
 *
 * @throws {DataError} If a pixel or a label is not a whole number from 0 to 255, an array has another length than the sizes say, or a
 * label is none of the classes.
 * @throws {MemoryError} If the images don't fit into the memory that tensors share.
 *
 * @example
 * ```ts
 * import { batches, makeDataset } from "@chainrule/data";
 * import { assertEquals } from "@std/assert";
 *
 * const dataset = makeDataset({ images: [0, 255, 255, 0], labels: [0, 2], rows: 1, columns: 2 });
 * assertEquals([dataset.count, dataset.classes], [2, 3]);
 * const [{ inputs, targets }] = batches(dataset);
 * assertEquals(inputs.toArray(), [[0, 1], [1, 0]]);
 * assertEquals(targets.toArray(), [[1, 0, 0], [0, 0, 1]]);
 * ```
 */
export function makeDataset(
  { images, labels, rows, columns, classes, name = "custom" }: DatasetArrays,
): Dataset {
  const pixels = reserveBytes(images.length), numbers = new Uint8Array(labels.length);
  copyBytes(name, "pixel", images, pixels);
  copyBytes(name, "label", labels, numbers);
  const dataset = {
    name,
    images: pixels,
    labels: numbers,
    count: labels.length,
    rows,
    columns,
    classes: classes ?? numbers.reduce((most, label) => Math.max(most, label), 0) + 1,
  };
  checkDataset("make a dataset", dataset);
  return dataset;
}

function copyBytes(name: string, what: string, from: ArrayLike<number>, to: Uint8Array): void {
  for (let i = 0; i < to.length; i++) {
    to[i] = from[i];
    if (to[i] === from[i]) continue;
    throw new DataError(
      `Cannot make a dataset: ${name} has the ${what} ${from[i]} at ${i}, want whole numbers from 0 to 255`,
    );
  }
}
