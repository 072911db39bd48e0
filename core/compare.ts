/** Comparison of numbers that are not exact.
 * @module
 */

/** Sizes at which kernels go wrong: around the widths of their vectors, tiles and unrolled loops. */
export const AWKWARD_SIZES: readonly number[] = [0, 1, 3, 4, 5, 15, 16, 17, 31, 33, 127, 784];

// deno-fmt-ignore: a table.
/** Numbers at which formulas go wrong, exact in float32: zeros, subnormals, huge values, infinities, NaN. */
export const AWKWARD_NUMBERS: readonly number[] = [
  0, -0, 2 ** -149, -(2 ** -149), 2 ** -127, -(2 ** -127), 2 ** -126, 1e-20, -1e-20, 0.5, -0.5, 1, -1,
  3, -3, 5, -5, 20, -20, 87, -87, 88.5, 89, -89, -100, -103, -104, 1e4, -1e4, 1e20, -1e20,
  3.4028234663852886e38, -3.4028234663852886e38, Infinity, -Infinity, NaN,
].map(Math.fround);

/**
 * Asserts that numbers are what they should be: within `relative`·|wanted| + `ofLargest`·(the largest finite |wanted|) +
 * `absolute`; NaN where NaN is wanted, the same infinity where one is wanted. Zeros of both signs are equal.
 *
 * @param name What is compared, for the message.
 * @throws {Error} At the first number that is not, naming its position.
 *
 * @example
 * ```ts
 * import { assertClose } from "@chainrule/core/testing";
 * import { assertThrows } from "@std/assert";
 *
 * assertClose("y", [1, 2], [1, 2.0000001], { relative: 1e-6 });
 * assertThrows(() => assertClose("y", [1, 3], [1, 2], { relative: 1e-6 }), Error, "y[1] is 3, want 2");
 * ```
 */
export function assertClose(
  name: string,
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  { relative = 0, ofLargest = 0, absolute = 0 }: {
    relative?: number;
    ofLargest?: number;
    absolute?: number;
  } = {},
): void {
  if (found.length !== wanted.length) {
    throw new Error(`${name} has ${found.length} numbers, want ${wanted.length}`);
  }
  let largest = 0;
  for (let i = 0; i < wanted.length; i++) {
    if (Number.isFinite(wanted[i])) largest = Math.max(largest, Math.abs(wanted[i]));
  }
  const allowed = ofLargest * largest + absolute;
  for (let i = 0; i < found.length; i++) {
    const a = found[i], b = wanted[i];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    const difference = Math.abs(a - b);
    if (!(difference <= relative * Math.abs(b) + allowed) || !Number.isFinite(b)) {
      throw new Error(`${name}[${i}] is ${a}, want ${b}: they differ by ${difference}`);
    }
  }
}
