/** Batches of tensors, made of the bytes of a dataset.
 * @module
 */
import {
  type DType,
  kernels,
  type PixelScale,
  type Random,
  reserveBytes,
  type Tensor,
} from "@chainrule/core";
import { type Augmentation, checkAugmentation } from "./augment/augmentation.ts";
import { Distorter } from "./augment/distorter.ts";
import { borrow, type Buffers, giveBack } from "./batch_buffers.ts";
import { checkDataset, type Dataset } from "./dataset.ts";
import { forKernels } from "./kernel_images.ts";

/** Some images of a dataset, ready to learn from. */
export interface Batch {
  /** The pixels as numbers, `[n, rows·columns]`. */
  readonly inputs: Tensor;
  /** The classes, one-hot: `[n, classes]`. */
  readonly targets: Tensor;
  /** The classes as numbers, `[n]`. */
  readonly labels: Uint8Array;
}

/** How {@linkcode batches} are made. */
export interface BatchesOptions {
  /** How many images a batch has; the last one may have fewer: 100. */
  batchSize?: number;
  /** Shuffles: each iteration draws a new order. Without it the order is that of the dataset. */
  random?: Random;
  /**
   * How a byte x becomes a number: `"unit"`, x / 255, from 0 to 1 (the default); `"centered"`, (x − 128) /
   * 255, from −0.502 to 0.498; `"raw"`, x.
   */
  scale?: "unit" | "centered" | "raw";
  /** The precision of `inputs` and `targets`: `"float32"` unless given. */
  dtype?: DType;
  /**
   * How many batches at the beginning of each iteration are left out, to go on in the middle of an epoch: 0 unless given.
   * The order is drawn as always: where `random` is in the state that it had at the beginning of the epoch, the batches
   * that remain are those that remained then.
   */
  start?: number;
  /**
   * Distorts the images at random, by the numbers of `random`, anew in each iteration: `{ shift: 2, rotation: 10, elastic: 34 }`. No
   * distortion unless given.
   */
  augment?: Augmentation;
  /** Whether a last batch that is smaller than the others is left out, such as for `BatchNorm`: false unless given. */
  dropLast?: boolean;
}

const SCALES: Readonly<Record<string, PixelScale>> = {
  unit: { background: 0, divisor: 255 },
  centered: { background: 128, divisor: 255 },
  raw: { background: 0, divisor: 1 },
};

/**
 * The images of a dataset in batches, each image once. The result can be iterated again: one iteration is an
 * epoch.
 *
 * For float32, images are read once, when their first batch is made: lists of their strokes, of half their size or less, serve all epochs.
 * Whoever changes images between epochs sees that in the next one; where they have more than half a mebibyte, a part of
 * them is compared each epoch, so that a few changed pixels may show some epochs later. Several threads may read one dataset, in a `SharedArrayBuffer` or from
 * `reserveBytes`: each makes lists of its own, but where images take more than 128 MiB, or strokes are most of them, copies those of one
 * batch at a time.
 *
 * The contents of a batch are valid until the next one is asked for, which reuses the memory. Iterations that
 * run at the same time do not disturb each other.
 *
 * With `augment` images are distorted when a batch is made of them, in the memory of that batch. The random numbers of an iteration are
 * first those of the order, then those of the distortions, so the order is the same with and without.
 *
 * @throws {RangeError} If the batch size is not a whole number of at least 1, `start` none of at least 0, another
 * option has no known value, or there is `augment` and no `random`.
 * @throws {DataError} If the dataset is empty or does not fit together.
 *
 * @example
 * ```ts
 * import { batches, type Dataset } from "@chainrule/data";
 * import { assertEquals } from "@std/assert";
 *
 * const images = Uint8Array.of(0, 255, 51, 102, 255, 255);
 * const labels = Uint8Array.of(1, 0, 1);
 * const dataset: Dataset = { name: "dots", images, labels, count: 3, rows: 1, columns: 2, classes: 2 };
 * const sizes: number[] = [];
 * for (const { inputs, targets, labels } of batches(dataset, { batchSize: 2, dtype: "float64" })) {
 *   sizes.push(labels.length);
 *   if (sizes.length > 1) continue;
 *   assertEquals(inputs.toArray(), [[0, 1], [0.2, 0.4]]);
 *   assertEquals(targets.toArray(), [[0, 1], [1, 0]]);
 * }
 * assertEquals(sizes, [2, 1]);
 * ```
 *
 * @example Go on in the middle of an epoch.
 * ```ts
 * import { Random } from "@chainrule/core";
 * import { batches, syntheticDigits } from "@chainrule/data";
 * import { assertEquals } from "@std/assert";
 *
 * const { train } = syntheticDigits({ train: 60, test: 1 });
 * const random = new Random(1), beginning = random.state;
 * const labels = Array.from(batches(train, { batchSize: 20, random }), ({ labels }) => [...labels]);
 *
 * random.state = beginning;
 * const rest = Array.from(batches(train, { batchSize: 20, random, start: 2 }), ({ labels }) => [...labels]);
 * assertEquals(rest, labels.slice(2));
 * ```
 */
export function batches(dataset: Dataset, options: BatchesOptions = {}): Iterable<Batch> {
  const { batchSize = 100, random, scale = "unit", dtype = "float32", start = 0, dropLast = false } = options;
  checkDataset("make batches", dataset);
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`Cannot make batches: batchSize is ${batchSize}, want a whole number of at least 1`);
  }
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new RangeError(`Cannot make batches: start is ${start}, want a whole number of at least 0`);
  }
  const augment = options.augment && checkAugmentation("make batches", options.augment);
  if (augment && !random) {
    throw new RangeError(
      "Cannot make batches: found augment without random, want random numbers to distort by",
    );
  }
  if (!Object.hasOwn(SCALES, scale)) {
    throw new RangeError(`Cannot make batches: scale is ${scale}, want unit, centered or raw`);
  }
  if (!Object.hasOwn(kernels, dtype)) {
    throw new RangeError(`Cannot make batches: dtype is ${dtype}, want float32 or float64`);
  }
  const size = Math.min(batchSize, dataset.count);
  const end = dropLast ? dataset.count - dataset.count % batchSize : dataset.count;
  return {
    [Symbol.iterator]: () => iterate(dataset, size, start, end, random, SCALES[scale], dtype, augment),
  };
}

function* iterate(
  dataset: Dataset,
  batchSize: number,
  skipped: number,
  end: number,
  random: Random | undefined,
  scale: PixelScale,
  dtype: DType,
  augment: Required<Augmentation> | undefined,
): Generator<Batch, void, undefined> {
  const { count, rows, columns, classes } = dataset, pixels = rows * columns;
  const images = augment
    ? undefined
    : dtype === "float32"
    ? forKernels(dataset.images, pixels)
    : dataset.images;
  const buffers = borrow(batchSize, pixels, classes, dtype);
  if (random && buffers.shuffled?.length !== count) buffers.shuffled = new Uint32Array(count);
  const order = random?.permutation(count, buffers.shuffled);
  const distorter = augment && new Distorter(dataset, augment, random!.fork());
  distorter?.skip(Math.min(skipped * batchSize, count));
  for (let start = skipped * batchSize; start < end; start += batchSize) {
    const n = Math.min(batchSize, end - start);
    const inputs = buffers.inputs.matrix(n, pixels, dtype);
    const targets = buffers.targets.matrix(n, classes, dtype);
    const labels = buffers.labels.subarray(0, n);
    targets.data.fill(0);
    for (let i = 0; i < n; i++) {
      const image = order ? order[start + i] : start + i;
      const label = dataset.labels[image];
      buffers.order[i] = image;
      labels[i] = label;
      targets.data[i * classes + label] = 1;
    }
    const source = images ?? stage(dataset.images, n, pixels, buffers, distorter);
    kernels[dtype].gather(source, buffers.order, scale, inputs);
    yield { inputs, targets, labels };
  }
  // Only here is the last batch no longer valid: whoever stops early may go on with the batch at hand.
  giveBack(buffers);
}

/** The first `n` images of the order, one after the other where the kernels can read them; the order becomes 0, 1, 2, … */
function stage(
  images: Uint8Array,
  n: number,
  pixels: number,
  buffers: Buffers,
  distorter?: Distorter,
): Uint8Array {
  const { order } = buffers, staging = buffers.staging ??= reserveBytes(order.length * pixels);
  for (let i = 0; i < n; i++) {
    if (distorter) distorter.distort(images, order[i] * pixels, staging, i * pixels);
    else staging.set(images.subarray(order[i] * pixels, (order[i] + 1) * pixels), i * pixels);
    order[i] = i;
  }
  return staging;
}
