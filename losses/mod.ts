/**
 * Losses, each with its derivative written by hand. Targets are `[batch, classes]`, one-hot or probabilities.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { SoftmaxCrossEntropyLoss } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * const loss = new SoftmaxCrossEntropyLoss();
 * const value: number = loss.forward(Tensor.from([[2, 1, 0]]), Tensor.from([[1, 0, 0]]));
 * assertEquals(value.toFixed(4), "0.4076");
 * assertEquals(loss.backward().shape, [1, 3]);
 * ```
 *
 * @module
 */
export type { Loss, LossFormula } from "@chainrule/core";
export * from "./binary_cross_entropy.ts";
export * from "./focal.ts";
export * from "./hinge.ts";
export * from "./kl_div.ts";
export * from "./mean_squared_error.ts";
export { RowLoss, type RowLossOptions } from "./row_loss.ts";
export * from "./metrics/accuracy.ts";
export * from "./metrics/calibration.ts";
export * from "./metrics/confusion_matrix.ts";
export type { Labels } from "./metrics/labels.ts";
export { argmax, logSoftmax, softmax } from "./softmax.ts";
export * from "./softmax_cross_entropy.ts";
export type { TargetKind } from "./targets.ts";
