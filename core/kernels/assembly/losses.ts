/**
 * Losses: the sum over the rows of logits x [rows, classes] with targets t of the same shape, and the gradient into dx,
 * multiplied by `scale`, one divided by the size of the batch. The specification is the plain formula in the loss of the same
 * name. What is done once a row, or once a non-zero target, is done in float64.
 */
import { decay } from "./exponential";
import { flush, flushOne, fma, loadPart, storePart } from "./vector";

/** max x of a row; NaN if one of them is. */
function rowMaximum(classes: usize, x: usize): f32 {
  let m = f32x4.splat(-Infinity), k: usize = 0;
  for (; k + 4 <= classes; k += 4) m = f32x4.max(m, v128.load(x + (k << 2)));
  m = f32x4.max(m, loadPart(x + (k << 2), classes - k, -Infinity));
  m = f32x4.max(m, v128.shuffle<f32>(m, m, 2, 3, 0, 1));
  return max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1));
}

/** Writes e^(x - maximum) to e and returns the sum. */
function exponentials(classes: usize, x: usize, maximum: f32, e: usize): f64 {
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

/** dx = a·e - b·t for a row, 0 where that is subnormal; dx may be e. */
// @ts-ignore: decorator
@inline
function combine(classes: usize, a: f32, e: usize, b: f32, t: usize, dx: usize): void {
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

/** -Σ t ln h, and Σ t ln t added where `divergence`; the gradient is (h - t)/N. */
function crossEntropy(rows: usize, classes: usize, scale: f64, x: usize, t: usize, dx: usize, divergence: bool): f64 {
  const pitch = classes << 2;
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++, x += pitch, t += pitch, dx += pitch) {
    const maximum = rowMaximum(classes, x);
    const sum = exponentials(classes, x, maximum, dx);
    const logSum = <f64>maximum + NativeMath.log(sum);
    for (let k: usize = 0; k < classes; k++) {
      const target = <f64>load<f32>(t + (k << 2));
      if (target == 0) continue;
      loss += target * (logSum - <f64>load<f32>(x + (k << 2)));
      if (divergence && target != 1) loss += target * NativeMath.log(target);
    }
    if (isNaN(sum)) loss = NaN;
    combine(classes, <f32>(scale / sum), dx, <f32>scale, t, dx);
  }
  return loss;
}

/** Σ max(0, margin - x_target + x_k) over the other classes; the target of a row is where t is 1. */
function hinge(rows: usize, classes: usize, factor: f64, x: usize, t: usize, dx: usize, margin: f64): f64 {
  const pitch = classes << 2, scale = <f32>factor;
  const zero = f32x4.splat(0), scales = f32x4.splat(scale), lanes = i32x4(0, 1, 2, 3);
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++, x += pitch, t += pitch, dx += pitch) {
    let target: usize = 0;
    while (target + 1 < classes && load<f32>(t + (target << 2)) != 1) target++;
    const shift = f32x4.splat(<f32>margin - load<f32>(x + (target << 2)));
    let sums = zero, violations = zero, k: usize = 0;
    for (; k < classes; k += 4) {
      const rest = classes - k, at = k << 2;
      const logits = rest >= 4 ? v128.load(x + at) : loadPart(x + at, rest, -Infinity);
      // Infinite logits must not meet in the target itself or beyond the row: Infinity - Infinity is NaN.
      const index = i32x4.add(i32x4.splat(<i32> k), lanes);
      const inRow = i32x4.lt_s(index, i32x4.splat(<i32> classes));
      const others = v128.andnot(inRow, i32x4.eq(index, i32x4.splat(<i32> target)));
      const excess = v128.and(f32x4.max(f32x4.add(shift, logits), zero), others);
      const violated = v128.and(f32x4.gt(excess, zero), scales);
      sums = f32x4.add(sums, excess);
      violations = f32x4.add(violations, violated);
      if (rest >= 4) v128.store(dx + at, violated);
      else storePart(dx + at, rest, violated);
    }
    loss += total(sums);
    store<f32>(dx + (target << 2), <f32>-total(violations));
  }
  return loss;
}

/** The sum of the lanes. */
function total(v: v128): f64 {
  const pairs = f64x2.add(
    f64x2.promote_low_f32x4(v),
    f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)),
  );
  return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
}

/** -Σ w t (1-h)^γ ln h for w = αt + (1-α)(1-t). */
function focal(rows: usize, classes: usize, scale: f64, x: usize, t: usize, dx: usize, alpha: f64, gamma: f64): f64 {
  const pitch = classes << 2;
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++, x += pitch, t += pitch, dx += pitch) {
    const maximum = rowMaximum(classes, x);
    const sum = exponentials(classes, x, maximum, dx);
    const logSum = <f64>maximum + NativeMath.log(sum);
    // dx_j = q_j - h_j Σ q for q_k = g_k h_k; only classes with a target have a q.
    let sumOfQ: f64 = 0;
    for (let k: usize = 0; k < classes; k++) {
      const target = <f64>load<f32>(t + (k << 2));
      if (target == 0) continue;
      const logH = <f64>load<f32>(x + (k << 2)) - logSum;
      const power = powerOfRest(logH, gamma);
      if (power != 0) loss -= weighted(target, alpha) * power * logH;
      sumOfQ += focalTerm(weighted(target, alpha), power, gamma, logH);
    }
    if (isNaN(sum)) loss = NaN;
    combine(classes, <f32>(-scale * sumOfQ / sum), dx, 0, t, dx);
    for (let k: usize = 0; k < classes; k++) {
      const target = <f64>load<f32>(t + (k << 2));
      if (target == 0) continue;
      const logH = <f64>load<f32>(x + (k << 2)) - logSum;
      const q = focalTerm(weighted(target, alpha), powerOfRest(logH, gamma), gamma, logH);
      store<f32>(dx + (k << 2), flushOne(load<f32>(dx + (k << 2)) + <f32>(scale * q)));
    }
  }
  return loss;
}

/** w t. */
function weighted(target: f64, alpha: f64): f64 {
  return target * (alpha * target + (1 - alpha) * (1 - target));
}

/** (1-h)^γ, exact also where h is nearly 1. */
function powerOfRest(logH: f64, gamma: f64): f64 {
  const rest = -NativeMath.expm1(logH);
  return gamma == 2 ? rest * rest : NativeMath.pow(rest, gamma);
}

/** q = w t [γ (1-h)^(γ-1) h ln h - (1-h)^γ]; (1-h)^(γ-1) ln h tends to -(1-h)^γ where h tends to 1. */
function focalTerm(weight: f64, power: f64, gamma: f64, logH: f64): f64 {
  const rest = -NativeMath.expm1(logH);
  const slope = power * (rest > 0 ? logH / rest : -1);
  return weight * (gamma * NativeMath.exp(logH) * slope - power);
}

/** The loss of a number in `LOSSES` of `simd.ts`; `first` and `second` are its settings. */
export function rows_of(
  formula: usize, rows: usize, classes: usize, scale: f64, x: usize, t: usize, dx: usize, first: f64, second: f64,
): f64 {
  switch (<i32>formula) {
    case 0:
      return crossEntropy(rows, classes, scale, x, t, dx, false);
    case 1:
      return crossEntropy(rows, classes, scale, x, t, dx, true);
    case 2:
      return hinge(rows, classes, scale, x, t, dx, first);
    default:
      return focal(rows, classes, scale, x, t, dx, first, second);
  }
}
