/** Ticks of logarithmic axes.
 * @module
 */

/**
 * Round numbers on a logarithmic axis: 1, 2, 5, 10 …, or powers of ten if those are many, or some of them.
 *
 * @example
 * ```ts
 * import { logTicks } from "./log_ticks.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(logTicks(0.15, 1.2), [0.2, 0.5, 1]);
 * assertEquals(logTicks(3, 2e4), [10, 100, 1000, 10000]);
 * ```
 */
export function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low)), powers = Math.ceil(Math.log10(high)) - first + 1;
  const step = Math.ceil(powers / 8), digits = high / low > 1000 ? [1] : [1, 2, 5];
  return Array.from({ length: Math.ceil(powers / step) }, (_, i) => first + i * step)
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => value >= low && value <= high);
}
