/**
 * Images to learn from: loaders of MNIST, what has its form and files of your own, digits drawn by code, random
 * distortions, and batches of tensors.
 *
 * @example One epoch in shuffled batches.
 * ```ts
 * import { Random } from "@chainrule/core";
 * import { batches, syntheticDigits } from "@chainrule/data";
 * import { assertEquals } from "@std/assert";
 *
 * const { train } = syntheticDigits({ train: 250, test: 50 });
 * let seen = 0;
 * for (const { inputs, targets } of batches(train, { batchSize: 100, random: new Random(1) })) {
 *   assertEquals(inputs.shape[1], 784);
 *   assertEquals(targets.shape[1], 10);
 *   seen += inputs.shape[0];
 * }
 * assertEquals(seen, 250);
 * ```
 *
 * @module
 */
// The types of core that this package's own types are made of.
export type { DataError, DType, Nested, Random, RandomState, Tensor } from "@chainrule/core";
export * from "./augment/augment.ts";
export * from "./augment/augmentation.ts";
export * from "./batches.ts";
export * from "./mnist/data_unavailable_error.ts";
export type { Dataset, TrainTest } from "./dataset.ts";
export type { LoadProgress } from "./mnist/download.ts";
export * from "./mnist/load_idx.ts";
export { loadMnist, type LoadMnistOptions } from "./mnist/load_mnist.ts";
export type { Mnist } from "./mnist/mnist.ts";
export type { MnistName } from "./mnist/publications.ts";
export * from "./mnist/own_name.ts";
export * from "./make_dataset.ts";
export * from "./parse_csv.ts";
export { type IdxArray, type IdxData, parseIdx } from "./parse_idx.ts";
export * from "./slice.ts";
export * from "./synthetic/synthetic_digits.ts";
