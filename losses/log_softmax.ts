/** The logarithm of the softmax.
 * @module
 */
import type { Numbers } from "@chainrule/core";

/**
 * ln h for h = softmax(x), one row: (x - max) - ln Σ e^(x - max). With the maximum subtracted nothing overflows, and without a
 * detour through h nothing underflows. The logarithm is not added to the maximum, beside which it would be rounded away, nor
 * the other exponentials to the 1 of the maximum.
 *
 * @param result Where it is written to; a new array unless given.
 */
export function logSoftmax(x: Numbers, result: Float64Array = new Float64Array(x.length)): Float64Array {
  let maximum = -Infinity, at = 0;
  for (let k = 0; k < x.length; k++) {
    if (x[k] <= maximum) continue; // NaN is never skipped
    maximum = x[k];
    at = k;
  }
  let others = x[at] - maximum; // 0, or NaN where the maximum is infinite: then there is no softmax
  for (let k = 0; k < x.length; k++) if (k !== at) others += Math.exp(x[k] - maximum);
  const logSum = Math.log1p(others);
  for (let k = 0; k < x.length; k++) result[k] = (x[k] - maximum) - logSum;
  return result;
}
