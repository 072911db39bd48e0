/** What a dataset is.
 * @module
 */
import { DataError } from "@chainrule/core";

/**
 * Grey images, each with the number of its class. Pixels stay bytes until a batch is made of them, a quarter
 * of the memory of float32.
 *
 * Any object of this form will do; `images` may lie in an `ArrayBuffer`, in memory from `reserveBytes` of `@chainrule/core`, or in a
 * `SharedArrayBuffer` that another thread has posted. Take a part with {@linkcode slice}: in a
 * page that is not isolated from other origins, `images.subarray` alone does not keep memory from `reserveBytes`.
 */
export interface Dataset {
  /** What it is called, such as `mnist`. */
  readonly name: string;
  /** The pixels, `[count, rows, columns]`, row-major: 0 is background, 255 is full ink. */
  readonly images: Uint8Array;
  /** The classes, `[count]`, from 0 to `classes` − 1. */
  readonly labels: Uint8Array;
  /** How many images there are. */
  readonly count: number;
  /** The height of an image in pixels. */
  readonly rows: number;
  /** The width of an image in pixels. */
  readonly columns: number;
  /** How many classes there are. */
  readonly classes: number;
}

/** A dataset to train on and another to test on, of one kind. */
export interface TrainTest {
  /** The images to train on. */
  readonly train: Dataset;
  /** The images to test on, which training never sees. */
  readonly test: Dataset;
}

/**
 * Refuses a dataset that does not fit together.
 *
 * @param action What can't be done otherwise, such as `make batches`.
 * @throws {DataError} If it is empty, if an array has another length than the counts say, or if a label is
 * none of its classes.
 */
export function checkDataset(action: string, dataset: Dataset): void {
  const { name, images, labels, count, rows, columns, classes } = dataset;
  const refuse = (found: string): never => {
    throw new DataError(`Cannot ${action}: ${name} ${found}`);
  };
  for (const [what, size] of Object.entries({ count, rows, columns, classes })) {
    if (!Number.isSafeInteger(size) || size < 1) {
      refuse(`has the ${what} ${size}, want a whole number of at least 1`);
    }
  }
  if (images.length !== count * rows * columns) {
    refuse(`has ${images.length} bytes of images, want ${count} × ${rows} × ${columns}`);
  }
  if (labels.length !== count) refuse(`has ${labels.length} labels, want one for each of ${count} images`);
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0) refuse(`has the label ${labels[wrong]} at ${wrong}, want at most ${classes - 1}`);
}
