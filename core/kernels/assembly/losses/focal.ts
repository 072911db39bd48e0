/** The focal loss. */
import { meanOfRows } from "../rows";
import { combine, exponentials, logOfSum, logSoftmax, rowMaximum } from "../softmax";
import { flushOne } from "../vector";

export function focal_loss(
  rows: usize, classes: usize, x: usize, t: usize, dx: usize, sums: usize, alpha: f64, gamma: f64,
): f64 {
  return meanOfRows(focal, rows, classes, x, t, dx, sums, alpha, gamma);
}

/** -Σ w t (1-h)^γ ln h for w = αt + (1-α)(1-t). */
function focal(rows: usize, classes: usize, scale: f64, x: usize, t: usize, dx: usize, alpha: f64, gamma: f64): f64 {
  const pitch = classes << 2;
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++, x += pitch, t += pitch, dx += pitch) {
    const maximum = rowMaximum(classes, x);
    const sum = exponentials(classes, x, maximum, dx);
    const logSum = logOfSum(sum, maximum, classes, dx);
    // dx_j = q_j - h_j Σ q for q_k = g_k h_k; only classes with a target have a q.
    let sumOfQ: f64 = 0;
    for (let k: usize = 0; k < classes; k++) {
      const target = <f64>load<f32>(t + (k << 2));
      if (target == 0) continue;
      const logH = logSoftmax(load<f32>(x + (k << 2)), maximum, logSum);
      const power = powerOfRest(logH, gamma);
      if (power != 0) loss -= weighted(target, alpha) * power * logH;
      sumOfQ += focalTerm(weighted(target, alpha), power, gamma, logH);
    }
    if (isNaN(sum)) loss = NaN;
    combine(classes, <f32>(-scale * sumOfQ / sum), dx, 0, t, dx);
    for (let k: usize = 0; k < classes; k++) {
      const target = <f64>load<f32>(t + (k << 2));
      if (target == 0) continue;
      const logH = logSoftmax(load<f32>(x + (k << 2)), maximum, logSum);
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

/**
 * q = w t [γ (1-h)^(γ-1) h ln h - (1-h)^γ]; (1-h)^(γ-1) ln h tends to -(1-h)^γ where h tends to 1, and h ln h to 0 where h does.
 */
function focalTerm(weight: f64, power: f64, gamma: f64, logH: f64): f64 {
  const rest = -NativeMath.expm1(logH);
  const slope = power * (rest > 0 ? logH / rest : -1), h = NativeMath.exp(logH);
  return weight * ((h == 0 ? 0 : gamma * h * slope) - power);
}
