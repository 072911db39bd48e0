/** Checks of what metrics are given.
 * @module
 */
import { ShapeError } from "@chainrule/core";

/** Class numbers, one for each example: an array of any kind. */
export type Labels = ArrayLike<number>;

/** Refuses lists of labels that are empty or not of the same length. */
export function checkLabels(action: string, predicted: Labels, labels: Labels): void {
  if (predicted.length === labels.length && labels.length > 0) return;
  throw new ShapeError(
    `Cannot ${action}: found ${predicted.length} predictions and ${labels.length} labels, want as many of both, and any`,
  );
}
