/** Accuracy.
 * @module
 */
import { checkLabels, type Labels } from "./labels.ts";

/**
 * The share of predictions that are right, from 0 to 1.
 *
 * @param predicted Class numbers `[n]`, such as from `argmax`.
 * @param labels The true ones, `[n]`.
 * @throws {ShapeError} If there are not as many of both, or none.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { accuracy, argmax } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * const logits = Tensor.from([[2, 1], [0, 3], [1, 0], [4, 4]]);
 * assertEquals(accuracy(argmax(logits), [0, 1, 1, 0]), 0.75);
 * ```
 */
export function accuracy(predicted: Labels, labels: Labels): number {
  checkLabels("compute the accuracy", predicted, labels);
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (predicted[i] === labels[i]) right++;
  return right / labels.length;
}
