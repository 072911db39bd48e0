/** RMSprop. The specification is the plain formula in `reference_updates.ts`; what is remembered is never subnormal, as in `adam.ts`. */
import { stretch, stretches } from "./elements";
import { ARGUMENTS, share } from "./threads";
import { flush, ZERO } from "./vector";
import { loadFour, storeFour } from "./wide";

/** What the chunks of a step are told. */
@unmanaged
class RmsProp {
  /** Not 0 if a chunk has written a number that is not finite. */
  wrong: i32;
  count: usize;
  w: usize;
  g: usize;
  v: usize;
  u: usize;
  m: usize;
  rate: f32;
  alpha: f32;
  rest: f32;
  epsilon: f32;
  decay: f32;
  momentum: f32;
  centered: bool;
}

/** 2⁻⁶³: the square of a smaller number is subnormal. */
const SMALLEST_ROOT: f32 = 1.0842021724855044e-19;

/**
 * g += decay·w; v = αv + (1-α)g²; u = momentum·u + g / (√v + ε); w -= rate·u. Where `centered`, m = m + (1-α)(g - m), and v - m² is in
 * the place of v. `rest` is 1-α. Returns whether all numbers that it wrote to w are finite.
 */
export function rms_prop(
  count: usize, w: usize, g: usize, v: usize, u: usize, m: usize, rate: f32, alpha: f32, rest: f32, epsilon: f32,
  decay: f32, momentum: f32, centered: bool,
): bool {
  const job = changetype<RmsProp>(ARGUMENTS);
  job.wrong = 0;
  job.count = count;
  job.w = w;
  job.g = g;
  job.v = v;
  job.u = u;
  job.m = m;
  job.rate = rate;
  job.alpha = alpha;
  job.rest = rest;
  job.epsilon = epsilon;
  job.decay = decay;
  job.momentum = momentum;
  job.centered = centered;
  share(rmsPropChunk, stretches(count));
  return job.wrong == 0;
}

function rmsPropChunk(chunk: usize, _thread: usize): void {
  const job = changetype<RmsProp>(ARGUMENTS), size = stretch(job.count), end = min(job.count, (chunk + 1) * size);
  // √(2⁻¹²⁶ / rest), or a little more: the square of smaller gradients counts as 0.
  const smallest = f32x4.splat(<f32>(<f64>SMALLEST_ROOT * 1.000001 / Math.sqrt(<f64>job.rest)));
  let wrong = f32x4.splat(0), i = chunk * size;
  for (; i + 4 <= end; i += 4) {
    const result = update(job, i << 2, 4, smallest);
    wrong = v128.or(wrong, f32x4.sub(result, result));
  }
  if (i < end) {
    // Those beyond the end do not count: where ε is 0, they are 0 / 0.
    update(job, i << 2, end - i, smallest);
    const result = loadFour(job.w + (i << 2), end - i);
    wrong = v128.or(wrong, f32x4.sub(result, result));
  }
  // x - x is 0 for a finite number, with no bit set, and NaN for others.
  if (v128.any_true(wrong)) job.wrong = 1;
}

/** Four numbers, or the last ones. Returns what was written to w. */
// @ts-ignore: decorator
@inline
function update(job: RmsProp, at: usize, count: usize, smallest: v128): v128 {
  const old = loadFour(job.w + at, count), rests = f32x4.splat(job.rest);
  const g = f32x4.add(f32x4.mul(f32x4.splat(job.decay), old), loadFour(job.g + at, count));
  const root = v128.andnot(g, f32x4.lt(f32x4.abs(g), smallest)), kept = f32x4.mul(f32x4.splat(job.alpha), loadFour(job.v + at, count));
  const v = flush(f32x4.add(kept, f32x4.mul(f32x4.mul(rests, root), root)));
  storeFour(job.v + at, count, v);
  let variance = v;
  if (job.centered) {
    const before = loadFour(job.m + at, count), m = flush(f32x4.add(before, f32x4.mul(rests, f32x4.sub(g, before))));
    storeFour(job.m + at, count, m);
    const mean = v128.andnot(m, f32x4.lt(f32x4.abs(m), f32x4.splat(SMALLEST_ROOT)));
    const rest = f32x4.sub(v, f32x4.mul(mean, mean));
    variance = v128.andnot(rest, f32x4.lt(rest, v128.load(ZERO)));
  }
  const slope = f32x4.div(g, f32x4.add(f32x4.sqrt(variance), f32x4.splat(job.epsilon)));
  const u = flush(f32x4.add(f32x4.mul(f32x4.splat(job.momentum), loadFour(job.u + at, count)), slope));
  const result = f32x4.sub(old, f32x4.mul(f32x4.splat(job.rate), u));
  storeFour(job.u + at, count, u);
  storeFour(job.w + at, count, result);
  return result;
}
