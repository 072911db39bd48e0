/** What settings may be chosen from, by the names that the command line and the files use.
 * @module
 */

export const LOSSES = [
  "kl-div",
  "softmax-cross-entropy",
  "hinge",
  "focal",
  "mean-squared-error",
  "binary-cross-entropy",
] as const;
export const ACTIVATIONS = [
  "tanh",
  "selu",
  "hard-swish",
  "relu",
  "sigmoid",
  "gelu",
  "silu",
  "elu",
  "softplus",
  "leaky-relu",
  "p-relu",
  "mish",
] as const;
export const OPTIMIZERS = ["sgd", "adam", "adamw", "rmsprop"] as const;
/** How the learning rate changes: not at all, up and down, down along a cosine, down in steps, or up from almost nothing. */
export const SCHEDULES = ["constant", "one-cycle", "cosine", "step", "rising"] as const;
/** What is normalised before each activation: nothing, each image, or each unit over the batch. */
export const NORMS = ["none", "layer", "batch"] as const;
/** What learns a slope of its own in `p-relu`: each layer, or each unit. */
export const SLOPES = ["layer", "unit"] as const;
/** How pixels become numbers: x/255, (x - 128)/255, x. */
export const SCALES = ["unit", "centered", "raw"] as const;
/** How first weights are drawn: normal numbers of a given standard deviation, or what the layer's size asks for. */
export const INITS = ["normal", "lecun", "xavier", "he"] as const;
/** Where exponentials come from: the kernels that ship, or plain functions with one of three exponentials. */
export const EXPONENTIALS = ["simd", "exact", "polynomial", "taylor"] as const;
/** Softmax with the row maximum subtracted, as it should be, or without. */
export const SOFTMAXES = ["shifted", "plain"] as const;
/** The datasets that have a name; `auto` is MNIST, or synthetic digits where MNIST can't be had. */
export const DATASETS = [
  "auto",
  "mnist",
  "fashion-mnist",
  "kmnist",
  "qmnist",
  "emnist-balanced",
  "emnist-byclass",
  "emnist-bymerge",
  "emnist-digits",
  "emnist-letters",
  "emnist-mnist",
  "synthetic",
] as const;

export type LossName = typeof LOSSES[number];
export type ActivationName = typeof ACTIVATIONS[number];
export type OptimizerName = typeof OPTIMIZERS[number];
export type ScheduleName = typeof SCHEDULES[number];
export type NormName = typeof NORMS[number];
export type SlopesName = typeof SLOPES[number];
export type ScaleName = typeof SCALES[number];
export type InitName = typeof INITS[number];
export type ExponentialName = typeof EXPONENTIALS[number];
export type SoftmaxName = typeof SOFTMAXES[number];
export type DatasetName = typeof DATASETS[number];

/** Whether a dataset is one of those that have a name: others are not compared with what was published. */
export function isNamed(dataset: string): boolean {
  return (DATASETS as readonly string[]).includes(dataset);
}
