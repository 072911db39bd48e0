/** What the learning rate is multiplied by in all, from the first step to the last. */
const RISE = 1e6;

/**
 * A learning rate that rises by equal factors from a millionth of the highest, as in a range test (L. Smith, 2017).
 *
 * @param step From 0.
 * @param steps How many there are.
 */
export function risingRate(highest: number, step: number, steps: number): number {
  return highest * RISE ** (steps > 1 ? step / (steps - 1) - 1 : 0);
}
