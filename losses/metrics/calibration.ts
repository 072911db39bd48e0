/** Whether probabilities mean what they say.
 * @module
 */
import type { Tensor } from "@chainrule/core";
import { argmax, classesOf } from "../softmax.ts";
import { checkLabels, type Labels } from "./labels.ts";

/**
 * The expected calibration error: how far the confidence of predictions, the largest probability of a row, is from their accuracy
 * on average (C. Guo and others, "On calibration of modern neural networks", 2017). Predictions are put into bins of equal width by
 * their confidence; it is Σ n_b/n · |accuracy_b - confidence_b|.
 *
 * @param probabilities `[n, classes]`, such as from `softmax`.
 * @param labels The true classes, `[n]`.
 * @param options `bins`: 15 unless given. A confidence between two bins belongs to the lower one.
 * @returns From 0, where confidence is accuracy, to 1.
 * @throws {ShapeError} If there are not as many rows as labels, or none.
 * @throws {RangeError} If `bins` is not a whole number of at least 1, or a largest probability is not from 0 to 1.
 *
 * @example Sure of everything, right half the time.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { expectedCalibrationError } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(expectedCalibrationError(Tensor.from([[1, 0], [1, 0]]), [0, 1]), 0.5);
 * ```
 */
export function expectedCalibrationError(
  probabilities: Tensor,
  labels: Labels,
  { bins = 15 }: { bins?: number } = {},
): number {
  const action = "compute the calibration error", classes = classesOf(action, probabilities);
  const predicted = argmax(probabilities);
  checkLabels(action, predicted, labels);
  if (!Number.isSafeInteger(bins) || bins < 1) {
    throw new RangeError(`Cannot ${action}: bins is ${bins}, want a whole number of at least 1`);
  }
  /** Σ (right - confidence) in each bin: the counts cancel. */
  const sums = new Float64Array(bins);
  for (let i = 0; i < labels.length; i++) {
    const confidence = probabilities.data[i * classes + predicted[i]];
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new RangeError(`Cannot ${action}: row ${i} has ${confidence}, want probabilities`);
    }
    const bin = Math.max(0, Math.ceil(confidence * bins) - 1);
    sums[bin] += (predicted[i] === labels[i] ? 1 : 0) - confidence;
  }
  return sums.reduce((sum, difference) => sum + Math.abs(difference), 0) / labels.length;
}
