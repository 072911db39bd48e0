/**
 * Updates of parameters w from their gradients g. The specification is the plain formula in the optimizer of the same name.
 * What is remembered from step to step is never subnormal: where gradients stay 0, it becomes 0 instead of being rounded to the
 * same subnormal number for ever. Each returns whether all numbers that it wrote to w are finite.
 */
import { SPARE } from "./layout";
import { flush, flushOne, fma, loadPart } from "./vector";

/** g += decay·w; v = momentum·v + g; w -= rate·v, or rate·(g + momentum·v) where `nesterov`. */
export function sgd(
  count: usize, w: usize, g: usize, v: usize, rate: f32, momentum: f32, decay: f32, nesterov: bool,
): bool {
  return nesterov
    ? update(true, count, w, g, v, rate, momentum, decay)
    : update(false, count, w, g, v, rate, momentum, decay);
}

/** The same; compiled for each kind of momentum. */
// @ts-ignore: decorator
@inline
function update(
  nesterov: bool, count: usize, w: usize, g: usize, v: usize, rate: f32, momentum: f32, decay: f32,
): bool {
  const end = w + ((count & ~7) << 2), last = w + (count << 2);
  const zero = f32x4.splat(0), decays = f32x4.splat(decay), momenta = f32x4.splat(momentum), rates = f32x4.splat(-rate);
  // 0·w is 0, or NaN where w is not finite. Two sums, so that none waits for the other.
  let check0 = zero, check1 = zero, check: f32 = 0;
  for (; w < end; w += 32, g += 32, v += 32) {
    check0 = fma(zero, updateFour(nesterov, w, g, v, rates, momenta, decays), check0);
    check1 = fma(zero, updateFour(nesterov, w + 16, g + 16, v + 16, rates, momenta, decays), check1);
  }
  if (count & 4) {
    check0 = fma(zero, updateFour(nesterov, w, g, v, rates, momenta, decays), check0);
    w += 16;
    g += 16;
    v += 16;
  }
  for (; w < last; w += 4, g += 4, v += 4) {
    const weight = load<f32>(w);
    const slope = decay * weight + load<f32>(g);
    const velocity = flushOne(momentum * load<f32>(v) + slope);
    store<f32>(v, velocity);
    const result = weight - rate * (nesterov ? slope + momentum * velocity : velocity);
    store<f32>(w, result);
    check += 0 * result;
  }
  const sums = f32x4.add(f32x4.add(check0, check1), f32x4.splat(check));
  return !v128.any_true(f32x4.ne(sums, sums));
}

/** Four numbers. Returns what was written to w. */
// @ts-ignore: decorator
@inline
function updateFour(
  nesterov: bool, w: usize, g: usize, v: usize, rates: v128, momenta: v128, decays: v128,
): v128 {
  const weights = v128.load(w), slope = fma(decays, weights, v128.load(g));
  const velocity = flush(fma(momenta, v128.load(v), slope));
  v128.store(v, velocity);
  const result = fma(rates, nesterov ? fma(momenta, velocity, slope) : velocity, weights);
  v128.store(w, result);
  return result;
}

/**
 * g += decay·w; m = β₁m + (1-β₁)g; v = β₂v + (1-β₂)g²; w = keep·w - rate·m / (√v·scale + ε), where `rate` and
 * `scale` hold the corrections of the bias. `rest1` and `rest2` are 1-β₁ and 1-β₂, to be computed in float64: in float32
 * 1 - 0.999 would have only five digits. A square (1-β₂)g² that would be subnormal counts as 0; its root is less than 1e-19.
 */
export function adam(
  count: usize, w: usize, g: usize, m: usize, v: usize, rate: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32,
  decay: f32, keep: f32, scale: f32,
): bool {
  const decays = f32x4.splat(decay), rests1 = f32x4.splat(rest1), betas2 = f32x4.splat(beta2), rests2 = f32x4.splat(rest2);
  const rates = f32x4.splat(rate), scales = f32x4.splat(scale), epsilons = f32x4.splat(epsilon), keeps = f32x4.splat(keep);
  // √(2⁻¹²⁶ / rest2), or a little more.
  const smallest = f32x4.splat(<f32>(1.0842021724855044e-19 * 1.000001 / Math.sqrt(<f64>rest2)));
  const rest = count & 3, end = w + ((count - rest) << 2);
  let wrong = f32x4.splat(0);
  for (; w < end; w += 16, g += 16, m += 16, v += 16) {
    const result = adamFour(w, g, m, v, rates, rests1, betas2, rests2, epsilons, decays, keeps, scales, smallest);
    wrong = v128.or(wrong, f32x4.sub(result, result));
  }
  if (rest) {
    // The last ones where there is room for four. The others there do not count: where ε is 0, they may be 0 / 0.
    memory.copy(SPARE, w, rest << 2);
    memory.copy(SPARE + 16, g, rest << 2);
    memory.copy(SPARE + 32, m, rest << 2);
    memory.copy(SPARE + 48, v, rest << 2);
    adamFour(
      SPARE, SPARE + 16, SPARE + 32, SPARE + 48, rates, rests1, betas2, rests2, epsilons, decays, keeps, scales, smallest,
    );
    memory.copy(w, SPARE, rest << 2);
    memory.copy(m, SPARE + 32, rest << 2);
    memory.copy(v, SPARE + 48, rest << 2);
    const result = loadPart(w, rest, 0);
    wrong = v128.or(wrong, f32x4.sub(result, result));
  }
  // x - x is 0 for a finite number, with no bit set, and NaN for others.
  return !v128.any_true(wrong);
}

/** Four numbers. Returns what was written to w. */
// @ts-ignore: decorator
@inline
function adamFour(
  w: usize, g: usize, m: usize, v: usize, rates: v128, rests1: v128, betas2: v128, rests2: v128, epsilons: v128,
  decays: v128, keeps: v128, scales: v128, smallest: v128,
): v128 {
  const weights = v128.load(w), old1 = v128.load(m), old2 = v128.load(v);
  const slope = f32x4.add(f32x4.mul(decays, weights), v128.load(g));
  const mean = flush(f32x4.add(old1, f32x4.mul(rests1, f32x4.sub(slope, old1))));
  const root = v128.andnot(slope, f32x4.lt(f32x4.abs(slope), smallest));
  const square = flush(f32x4.add(f32x4.mul(betas2, old2), f32x4.mul(f32x4.mul(rests2, root), root)));
  const size = f32x4.add(f32x4.mul(f32x4.sqrt(square), scales), epsilons);
  const result = f32x4.sub(f32x4.mul(keeps, weights), f32x4.div(f32x4.mul(rates, mean), size));
  v128.store(m, mean);
  v128.store(v, square);
  v128.store(w, result);
  return result;
}
