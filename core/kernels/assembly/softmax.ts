/** The softmax of a row of logits, as several losses need it. What is done once a row is done in float64. */
import { decay } from "./exponential";
import { flush, flushOne, fma, loadPart, storePart } from "./vector";

/** max x of a row; NaN if one of them is. */
export function rowMaximum(classes: usize, x: usize): f32 {
  let m = f32x4.splat(-Infinity), k: usize = 0;
  for (; k + 4 <= classes; k += 4) m = f32x4.max(m, v128.load(x + (k << 2)));
  m = f32x4.max(m, loadPart(x + (k << 2), classes - k, -Infinity));
  m = f32x4.max(m, v128.shuffle<f32>(m, m, 2, 3, 0, 1));
  return max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1));
}

/** Writes e^(x - maximum) to e and returns the sum. */
export function exponentials(classes: usize, x: usize, maximum: f32, e: usize): f64 {
  const shift = f32x4.splat(maximum);
  let sums = f64x2.splat(0), k: usize = 0;
  for (; k + 4 <= classes; k += 4) {
    const value = decay(f32x4.sub(v128.load(x + (k << 2)), shift));
    v128.store(e + (k << 2), value);
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(value));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(v128.shuffle<f32>(value, value, 2, 3, 2, 3)));
  }
  if (k < classes) {
    const value = decay(f32x4.sub(loadPart(x + (k << 2), classes - k, -Infinity), shift));
    storePart(e + (k << 2), classes - k, value);
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(value));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(v128.shuffle<f32>(value, value, 2, 3, 2, 3)));
  }
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** 2⁻⁴³: of 53 bits 10 are left. */
const LOST: f64 = 1.1368683772161603e-13;

/** Whether a logarithm would be rounded away beside the maximum: fewer than 10 bits of it would be left. */
// @ts-ignore: decorator
@inline
function isSwallowed(logSum: f64, maximum: f32): bool {
  return logSum < <f64>abs(maximum) * LOST;
}

/** ln Σ e^(x - maximum) for the exponentials e and their sum. */
export function logOfSum(sum: f64, maximum: f32, classes: usize, e: usize): f64 {
  const logSum = NativeMath.log(sum);
  // Beside the 1 of the maximum the others have been rounded, too.
  return isSwallowed(logSum, maximum) && sum < 2 ? NativeMath.log1p(sumBelowOne(classes, e)) : logSum;
}

function sumBelowOne(classes: usize, e: usize): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < classes; k++) {
    const value = <f64>load<f32>(e + (k << 2));
    if (value < 1) sum += value;
  }
  return sum;
}

/**
 * ln h for a logit x of a row: x - (maximum + ln Σ). Where the logarithm would be rounded away it is (x - maximum) - ln Σ, which
 * elsewhere is the same but for the last digits.
 */
// @ts-ignore: decorator
@inline
export function logSoftmax(x: f32, maximum: f32, logSum: f64): f64 {
  return isSwallowed(logSum, maximum) ? (<f64>x - <f64>maximum) - logSum : <f64>x - (<f64>maximum + logSum);
}

/** dx = a·e - b·t for a row, 0 where that is subnormal; dx may be e. */
// @ts-ignore: decorator
@inline
export function combine(classes: usize, a: f32, e: usize, b: f32, t: usize, dx: usize): void {
  const av = f32x4.splat(flushOne(a)), bv = f32x4.splat(-b);
  let k: usize = 0;
  for (; k + 4 <= classes; k += 4) {
    const at = k << 2;
    v128.store(dx + at, flush(fma(av, v128.load(e + at), f32x4.mul(bv, v128.load(t + at)))));
  }
  const rest = classes - k, at = k << 2;
  if (rest) {
    const value = fma(av, loadPart(e + at, rest, 0), f32x4.mul(bv, loadPart(t + at, rest, 0)));
    storePart(dx + at, rest, flush(value));
  }
}
