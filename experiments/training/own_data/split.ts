import { DataError, Random } from "@chainrule/core";
import { type Dataset, makeDataset, type TrainTest } from "@chainrule/data";

/** The share of the images of each class that are tested on where nobody has said which. */
const TESTED = 1 / 6;

/**
 * Divides images by a seed: of each class a sixth is tested on, one at least where there are two. Both parts are in random order, so that
 * what a search holds out of the training images has all classes.
 */
export function splitTest(dataset: Dataset, seed: number): TrainTest {
  const order = new Random(seed).permutation(dataset.count);
  const left = new Uint32Array(dataset.classes);
  for (const label of dataset.labels) left[label]++;
  for (const [label, count] of left.entries()) {
    left[label] = count < 2 ? 0 : Math.max(1, Math.round(count * TESTED));
  }
  const train: number[] = [], test: number[] = [];
  for (const image of order) {
    const label = dataset.labels[image];
    if (left[label] === 0) train.push(image);
    else test.push(image), left[label]--;
  }
  if (test.length === 0) {
    throw new DataError(
      `Cannot test on ${dataset.name}: no class of it has two images, want one to train and one to test on`,
    );
  }
  return { train: inOrder(dataset, train), test: inOrder(dataset, test) };
}

/** The same images in random order. */
export function shuffle(dataset: Dataset, seed: number): Dataset {
  return inOrder(dataset, new Random(seed).permutation(dataset.count));
}

function inOrder(dataset: Dataset, order: ArrayLike<number>): Dataset {
  const { rows, columns, classes, name } = dataset, pixels = rows * columns;
  const images = new Uint8Array(order.length * pixels), labels = new Uint8Array(order.length);
  for (let i = 0; i < order.length; i++) {
    images.set(dataset.images.subarray(order[i] * pixels, (order[i] + 1) * pixels), i * pixels);
    labels[i] = dataset.labels[order[i]];
  }
  return makeDataset({ images, labels, rows, columns, classes, name });
}
