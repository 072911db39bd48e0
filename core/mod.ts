/**
 * Tensors, kernels, random numbers, and what layers, losses and optimizers have in common.
 *
 * @example
 * ```ts
 * import { kernels, Random, Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const random = new Random(1);
 * const x = Tensor.from(Array.from({ length: 6 }, () => random.normal()), [2, 3]);
 * const identity = Tensor.from([[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
 * const y = Tensor.zeros([2, 3]);
 * kernels[x.dtype].multiply(x, identity, y);
 * assertEquals(y.data, x.data);
 * ```
 *
 * @module
 */
export * from "./files/checkpoint.ts";
export * from "./checks.ts";
export * from "./errors.ts";
export * from "./layer.ts";
export { inKernelMemory, reserveBytes, reservedBytes, reserveUint32 } from "./memory.ts";
export * from "./named_tensors.ts";
export * from "./network.ts";
export * from "./pass.ts";
export { printable } from "./printable.ts";
export * from "./random.ts";
export {
  decodeSafetensors,
  encodeSafetensors,
  openSafetensors,
  type TensorInFile,
} from "./files/safetensors.ts";
export { type DType, Tensor } from "./tensor.ts";
export { formatShape, sameShape } from "./shape.ts";
export type { Nested } from "./nested.ts";
export { checkApart, checkFresh, markGradient } from "./stamps.ts";
export * from "./workspace.ts";
export type { ActivationKernel, LossKernel } from "./kernels/exports.ts";
export { ImageTensor } from "./kernels/image_tensor.ts";
export { kernels } from "./kernels/kernels.ts";
export { ListedImages } from "./kernels/listed_images.ts";
export * from "./kernels/types.ts";
export { startThreads, type Threads } from "./kernels/threads.ts";
export { useKernels } from "./kernels/use_kernels.ts";
