/** The logarithm of the softmax.
 * @module
 */
import type { Numbers } from "@chainrule/core";

/**
 * ln h for h = softmax(x), one row: x - max - ln Σ e^(x - max). With the maximum subtracted nothing overflows, and without a
 * detour through h nothing underflows.
 */
export function logSoftmax(x: Numbers): Float64Array {
  let maximum = -Infinity;
  for (const value of x) maximum = Math.max(maximum, value);
  let sum = 0;
  for (const value of x) sum += Math.exp(value - maximum);
  const shift = maximum + Math.log(sum);
  return Float64Array.from(x, (value) => value - shift);
}
