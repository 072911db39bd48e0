/** Which classes are taken for which.
 * @module
 */
import { checkLabels, type Labels } from "./labels.ts";

/**
 * How often each class was taken for each: `matrix[label][predicted]`, as scikit-learn has it.
 *
 * @param predicted Class numbers `[n]`, such as from `argmax`.
 * @param labels The true ones, `[n]`.
 * @param classes How many classes there are.
 * @returns `[classes, classes]`, counts; the rows sum to the number of examples of each class.
 * @throws {ShapeError} If there are not as many predictions as labels, or none.
 * @throws {RangeError} If one of them is no class.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(confusionMatrix([0, 1, 1, 1], [0, 1, 0, 1], 2), [[1, 1], [0, 2]]);
 * ```
 */
export function confusionMatrix(predicted: Labels, labels: Labels, classes: number): number[][] {
  const action = "make a confusion matrix";
  checkLabels(action, predicted, labels);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    for (const label of [labels[i], predicted[i]]) {
      if (Number.isInteger(label) && label >= 0 && label < classes) continue;
      throw new RangeError(
        `Cannot ${action}: found the class ${label} at ${i}, want whole numbers below ${classes}`,
      );
    }
    matrix[labels[i]][predicted[i]]++;
  }
  return matrix;
}

/**
 * For each class the share of its predictions that are right: true positives / (true + false positives). 0 where it was never
 * predicted.
 *
 * @param matrix From {@linkcode confusionMatrix}.
 * @returns `[classes]`, from 0 to 1.
 *
 * @example
 * ```ts
 * import { precision } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(precision([[1, 1], [0, 2]]), [1, 2 / 3]);
 * ```
 */
export function precision(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((row, k) => share(row[k], matrix.reduce((sum, other) => sum + other[k], 0)));
}

/**
 * For each class the share of its examples that were found: true positives / (true positives + false negatives). 0 where there
 * are none.
 *
 * @param matrix From {@linkcode confusionMatrix}.
 * @returns `[classes]`, from 0 to 1.
 *
 * @example
 * ```ts
 * import { recall } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(recall([[1, 1], [0, 2]]), [0.5, 1]);
 * ```
 */
export function recall(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((row, k) => share(row[k], row.reduce((sum, count) => sum + count, 0)));
}

/**
 * For each class the harmonic mean of precision and recall: 2·true positives / (examples + predictions). 0 where there are
 * neither. The mean over the classes is the macro F1.
 *
 * @param matrix From {@linkcode confusionMatrix}.
 * @returns `[classes]`, from 0 to 1.
 *
 * @example
 * ```ts
 * import { f1 } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(f1([[1, 1], [0, 2]]), [2 / 3, 0.8]);
 * ```
 */
export function f1(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((row, k) =>
    share(2 * row[k], row.reduce((sum, count, j) => sum + count + matrix[j][k], 0))
  );
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
