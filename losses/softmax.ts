/** The softmax of logits, outside of a loss.
 * @module
 */
import { formatShape, type Numbers, ShapeError, Tensor } from "@chainrule/core";
import { logSoftmax as logSoftmaxOfRow } from "./log_softmax.ts";

/**
 * The softmax of each row: the probabilities that logits stand for, eˣ / Σ eˣ. With the maximum subtracted nothing overflows.
 *
 * @param logits `[batch, classes]`.
 * @returns A new tensor of the same shape and dtype; each row sums to 1.
 * @throws {ShapeError} If `logits` has another number of dimensions.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { softmax } from "@chainrule/losses";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [a, b] = softmax(Tensor.from([[1000, 1000 + Math.log(3)]], undefined, "float64")).data;
 * assertAlmostEquals(a, 0.25, 1e-12);
 * assertAlmostEquals(b, 0.75, 1e-12);
 * ```
 */
export function softmax(logits: Tensor): Tensor {
  return mapRows(logits, (row, result) => {
    logSoftmaxOfRow(row, result);
    for (let k = 0; k < result.length; k++) result[k] = Math.exp(result[k]);
    return result;
  });
}

/**
 * The logarithm of the softmax of each row, x - ln Σ eˣ, which keeps its digits where the softmax itself is 0 or 1.
 *
 * @param logits `[batch, classes]`.
 * @returns A new tensor of the same shape and dtype.
 * @throws {ShapeError} If `logits` has another number of dimensions.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { logSoftmax } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(logSoftmax(Tensor.from([[0, 2000]])).toArray(), [[-2000, 0]]);
 * ```
 */
export function logSoftmax(logits: Tensor): Tensor {
  return mapRows(logits, logSoftmaxOfRow);
}

/** Gives each row, and where its result may be written to. */
function mapRows(logits: Tensor, f: (row: Numbers, result: Float64Array) => Numbers): Tensor {
  const classes = classesOf("compute the softmax", logits), result = Tensor.zeros(logits.shape, logits.dtype);
  const row = new Float64Array(classes);
  for (let start = 0; start < logits.size; start += classes) {
    result.data.set(f(logits.data.subarray(start, start + classes), row), start);
  }
  return result;
}

/**
 * The class with the largest logit or probability of each row; the first of several. NaN counts as the largest, so that it does not
 * go unnoticed.
 *
 * @param scores `[batch, classes]`.
 * @returns `[batch]`.
 * @throws {ShapeError} If `scores` has another number of dimensions, or no classes.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { argmax } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...argmax(Tensor.from([[1, 3, 2], [5, 5, 0]]))], [1, 0]);
 * ```
 */
export function argmax(scores: Tensor): Uint32Array<ArrayBuffer> {
  const classes = classesOf("find the largest", scores), { data } = scores;
  return Uint32Array.from({ length: scores.shape[0] }, (_, row) => {
    const start = row * classes;
    let best = start;
    for (let i = start; i < start + classes && !Number.isNaN(data[best]); i++) {
      if (!(data[i] <= data[best])) best = i;
    }
    return best - start;
  });
}

/** The number of columns; refuses what are no rows of classes. */
export function classesOf(action: string, { shape }: Tensor): number {
  if (shape.length === 2 && shape[1] > 0) return shape[1];
  throw new ShapeError(`Cannot ${action}: found ${formatShape(shape)}, want [batch, classes]`);
}
