/** The files of a job.
 * @module
 */
import { Random } from "@chainrule/core";
import { type Dataset, DataUnavailableError, loadMnist, slice, syntheticDigits } from "@chainrule/data";
import type { Job } from "./job.ts";
import type { Options } from "./options.ts";

/** Seconds and steps apart, the settings of the study. */
const TRAINING = { learningRate: 1e-3, momentum: 0.9, weightDecay: 1e-5 };
const STD = 0.01;
const SEED = 1;

/** The images: MNIST from where it lies already, or digits drawn by code. */
export async function openDataset(name: Options["dataset"]): Promise<Dataset> {
  if (name === "synthetic") return syntheticDigits().train;
  try {
    return (await loadMnist({ download: false })).train;
  } catch (error) {
    if (name === "mnist" || !(error instanceof DataUnavailableError)) throw error;
    return syntheticDigits().train;
  }
}

/** The images of whole batches: a smaller batch would be compiled anew by some. */
export function wholeBatches(dataset: Dataset, batchSize: number): Dataset {
  const count = dataset.count - dataset.count % batchSize;
  if (count > 0) return slice(dataset, 0, count);
  throw new RangeError(
    `Cannot make batches of ${batchSize}: ${dataset.name} has ${dataset.count} images, want at least as many`,
  );
}

/** The numbers of the images in the order in which `batches` of this seed has them, epoch after epoch. */
export function shuffledOrder(count: number, epochs: number, seed: number): Uint32Array<ArrayBuffer> {
  const random = new Random(seed), order = new Uint32Array(epochs * count);
  for (let epoch = 0; epoch < epochs; epoch++) order.set(random.permutation(count), epoch * count);
  return order;
}

/** Normal weights `[in, out]` and zero biases of each layer, in turn. */
export function firstWeights(sizes: readonly number[], seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed), layers = sizes.slice(1).map((size, i) => [sizes[i], size]);
  const weights = new Float32Array(
    layers.reduce((sum, [inputs, outputs]) => sum + (inputs + 1) * outputs, 0),
  );
  let at = 0;
  for (const [inputs, outputs] of layers) {
    for (const end = at + inputs * outputs; at < end; at++) weights[at] = random.normal(0, STD);
    at += outputs;
  }
  return weights;
}

/** Writes the files that all jobs share to a folder, and returns a job. */
export async function prepare(folder: string, dataset: Dataset, options: Options): Promise<Job> {
  const { hidden, batchSize, epochs, seconds } = options;
  const sizes = [dataset.rows * dataset.columns, ...hidden, dataset.classes];
  const bytes = ({ buffer }: { buffer: ArrayBuffer }) => new Uint8Array(buffer);
  await Promise.all([
    // A copy: files can't be written from shared memory.
    Deno.writeFile(`${folder}/images.u8`, new Uint8Array(dataset.images)),
    Deno.writeFile(`${folder}/labels.u8`, new Uint8Array(dataset.labels)),
    Deno.writeFile(`${folder}/weights.f32`, bytes(firstWeights(sizes, SEED))),
    Deno.writeFile(`${folder}/order.u32`, bytes(shuffledOrder(dataset.count, epochs, SEED))),
  ]);
  return {
    folder,
    sizes,
    batch: batchSize,
    ...TRAINING,
    steps: dataset.count / batchSize,
    epochs,
    seconds,
    seed: SEED,
    threads: 1,
    dtype: "float32",
    coreType: "",
    native: false,
    backend: "",
  };
}
