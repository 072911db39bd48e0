/**
 * Updates of parameters w from their gradients g. The specification is the plain formula in the optimizer of the same name.
 * Each returns whether all numbers that it wrote to w are finite: x - x is 0 for these, with no bit set, and NaN for others.
 */
import { fma, loadPart, storePart } from "./vector";

/** g += decay·w; v = momentum·v + g; w -= rate·v, or rate·(g + momentum·v) where `nesterov`. */
export function sgd(
  count: usize, w: usize, g: usize, v: usize, rate: f32, momentum: f32, decay: f32, nesterov: bool,
): bool {
  const end = w + ((count & ~3) << 2), last = w + (count << 2);
  let wrong = i32x4.splat(0), finite = true;
  const decays = f32x4.splat(decay), momenta = f32x4.splat(momentum), rates = f32x4.splat(-rate);
  for (; w < end; w += 16, g += 16, v += 16) {
    const weights = v128.load(w);
    const slope = fma(decays, weights, v128.load(g));
    const velocity = fma(momenta, v128.load(v), slope);
    v128.store(v, velocity);
    const result = fma(rates, nesterov ? fma(momenta, velocity, slope) : velocity, weights);
    v128.store(w, result);
    wrong = v128.or(wrong, f32x4.sub(result, result));
  }
  for (; w < last; w += 4, g += 4, v += 4) {
    const weight = load<f32>(w);
    const slope = decay * weight + load<f32>(g);
    const velocity = momentum * load<f32>(v) + slope;
    store<f32>(v, velocity);
    const result = weight - rate * (nesterov ? slope + momentum * velocity : velocity);
    store<f32>(w, result);
    if (result - result != 0) finite = false;
  }
  return finite && !v128.any_true(wrong);
}

/**
 * g += decay·w; m = β₁m + (1-β₁)g; v = β₂v + (1-β₂)g²; w = keep·w - rate·m / (√v·scale + ε), where `rate` and
 * `scale` hold the corrections of the bias. `rest1` and `rest2` are 1-β₁ and 1-β₂, to be computed in float64: in float32
 * 1 - 0.999 would have only five digits.
 */
export function adam(
  count: usize, w: usize, g: usize, m: usize, v: usize, rate: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32,
  decay: f32, keep: f32, scale: f32,
): bool {
  let wrong = i32x4.splat(0);
  for (let i: usize = 0; i < count; i += 4) {
    const at = i << 2, whole = count - i >= 4;
    const weights = part(w + at, count - i);
    const slope = f32x4.add(f32x4.mul(f32x4.splat(decay), weights), part(g + at, count - i));
    const old1 = part(m + at, count - i), old2 = part(v + at, count - i);
    const mean = f32x4.add(old1, f32x4.mul(f32x4.splat(rest1), f32x4.sub(slope, old1)));
    const square = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), old2),
      f32x4.mul(f32x4.mul(f32x4.splat(rest2), slope), slope),
    );
    const size = f32x4.add(f32x4.mul(f32x4.sqrt(square), f32x4.splat(scale)), f32x4.splat(epsilon));
    const step = f32x4.div(f32x4.mul(f32x4.splat(rate), mean), size);
    const result = f32x4.sub(f32x4.mul(f32x4.splat(keep), weights), step);
    if (whole) {
      v128.store(m + at, mean);
      v128.store(v + at, square);
      v128.store(w + at, result);
      wrong = v128.or(wrong, f32x4.sub(result, result));
    } else {
      storePart(m + at, count - i, mean);
      storePart(v + at, count - i, square);
      storePart(w + at, count - i, result);
      // The lanes beyond the end do not count: where ε is 0, they are 0 / 0.
      const stored = loadPart(w + at, count - i, 0);
      wrong = v128.or(wrong, f32x4.sub(stored, stored));
    }
  }
  return !v128.any_true(wrong);
}

// @ts-ignore: decorator
@inline
function part(address: usize, count: usize): v128 {
  return count >= 4 ? v128.load(address) : loadPart(address, count, 0);
}
