/** The natural logarithm, the same in every engine: that of `Math` may differ in the last bit, and with it initial weights.
 * @module
 */

/** ln 2 in two parts, of which the first has 32 bits: its product with a whole number is exact. */
const LN2_HIGH = 0xb17217f8 / 2 ** 32, LN2_LOW = -4.2009150726810846e-11;

/**
 * ln x, for x above 0 and at most 1, wrong by less than the distance of neighbouring numbers.
 *
 * With x = 2ᵏ·(1 + f), √½ ≤ 1 + f < √2 and s = f/(2 + f): ln (1 + f) = 2 artanh s = 2s + 2s³/3 + 2s⁵/5 + …, of which 2s is f - s·f, so
 * that the large part f is exact. (As in FDLIBM's `e_log.c`, there with a minimax polynomial.)
 */
export function logarithm(x: number): number {
  let k = 0;
  for (; x < Math.SQRT1_2; k--) x *= 2;
  const f = x - 1, s = f / (2 + f), z = s * s;
  const last = 2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * (2 / 23)))));
  const rest = z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * last)))));
  return k * LN2_HIGH + (f - (s * (f - rest) - k * LN2_LOW));
}
