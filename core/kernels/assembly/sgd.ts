/**
 * An update of parameters w from their gradients g. The specification is the plain formula in the optimizer of the same name. What is
 * remembered from step to step is never subnormal: where gradients stay 0, it becomes 0 instead of being rounded to the same subnormal
 * number for ever.
 */
import { stretch, stretches } from "./elements";
import { ARGUMENTS, share } from "./threads";
import { flush, flushOne, fma } from "./vector";

/** What the chunks of a step of SGD are told. */
@unmanaged
class Sgd {
  /** Not 0 if a chunk has written a number that is not finite. */
  wrong: i32;
  count: usize;
  w: usize;
  g: usize;
  v: usize;
  rate: f32;
  momentum: f32;
  decay: f32;
  nesterov: bool;
}

/**
 * g += decay·w; v = momentum·v + g; w -= rate·v, or rate·(g + momentum·v) where `nesterov`. Returns whether all numbers that it wrote
 * to w are finite.
 */
export function sgd(
  count: usize, w: usize, g: usize, v: usize, rate: f32, momentum: f32, decay: f32, nesterov: bool,
): bool {
  const job = changetype<Sgd>(ARGUMENTS);
  job.wrong = 0;
  job.count = count;
  job.w = w;
  job.g = g;
  job.v = v;
  job.rate = rate;
  job.momentum = momentum;
  job.decay = decay;
  job.nesterov = nesterov;
  share(sgdChunk, stretches(count));
  return job.wrong == 0;
}

function sgdChunk(chunk: usize, _thread: usize): void {
  const job = changetype<Sgd>(ARGUMENTS), size = stretch(job.count), from = chunk * size, at = from << 2;
  const count = min(size, job.count - from), w = job.w + at, g = job.g + at, v = job.v + at;
  const finite = job.nesterov
    ? update(true, count, w, g, v, job.rate, job.momentum, job.decay)
    : update(false, count, w, g, v, job.rate, job.momentum, job.decay);
  if (!finite) job.wrong = 1;
}

/** The step for some numbers; compiled for each kind of momentum. */
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
