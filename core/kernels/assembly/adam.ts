/**
 * An update of parameters w from their gradients g. The specification is the plain formula in the optimizer of the same name. What is
 * remembered from step to step is never subnormal: where gradients stay 0, it becomes 0 instead of being rounded to the same subnormal
 * number for ever.
 */
import { stretch, stretches } from "./elements";
import { SPARE } from "./layout";
import { ARGUMENTS, share } from "./threads";
import { flush, loadPart } from "./vector";

/** What the chunks of a step of Adam are told. */
@unmanaged
class Adam {
  /** Not 0 if a chunk has written a number that is not finite. */
  wrong: i32;
  count: usize;
  w: usize;
  g: usize;
  m: usize;
  v: usize;
  rate: f32;
  rest1: f32;
  beta2: f32;
  rest2: f32;
  epsilon: f32;
  decay: f32;
  keep: f32;
  scale: f32;
}

/**
 * g += decay·w; m = β₁m + (1-β₁)g; v = β₂v + (1-β₂)g²; w = keep·w - rate·m / (√v·scale + ε), where `rate` and
 * `scale` hold the corrections of the bias. `rest1` and `rest2` are 1-β₁ and 1-β₂, to be computed in float64: in float32
 * 1 - 0.999 would have only five digits. A square (1-β₂)g² that would be subnormal counts as 0; its root is less than 1e-19. Returns whether all numbers that it wrote to w are finite.
 */
export function adam(
  count: usize, w: usize, g: usize, m: usize, v: usize, rate: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32,
  decay: f32, keep: f32, scale: f32,
): bool {
  const job = changetype<Adam>(ARGUMENTS);
  job.wrong = 0;
  job.count = count;
  job.w = w;
  job.g = g;
  job.m = m;
  job.v = v;
  job.rate = rate;
  job.rest1 = rest1;
  job.beta2 = beta2;
  job.rest2 = rest2;
  job.epsilon = epsilon;
  job.decay = decay;
  job.keep = keep;
  job.scale = scale;
  share(adamChunk, stretches(count));
  return job.wrong == 0;
}

function adamChunk(chunk: usize, _thread: usize): void {
  const job = changetype<Adam>(ARGUMENTS), size = stretch(job.count), from = chunk * size, at = from << 2;
  const count = min(size, job.count - from);
  let w = job.w + at, g = job.g + at, m = job.m + at, v = job.v + at;
  const decays = f32x4.splat(job.decay), rests1 = f32x4.splat(job.rest1), betas2 = f32x4.splat(job.beta2);
  const rests2 = f32x4.splat(job.rest2), rates = f32x4.splat(job.rate), scales = f32x4.splat(job.scale);
  const epsilons = f32x4.splat(job.epsilon), keeps = f32x4.splat(job.keep);
  // √(2⁻¹²⁶ / rest2), or a little more.
  const smallest = f32x4.splat(<f32>(1.0842021724855044e-19 * 1.000001 / Math.sqrt(<f64>job.rest2)));
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
  if (v128.any_true(wrong)) job.wrong = 1;
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
