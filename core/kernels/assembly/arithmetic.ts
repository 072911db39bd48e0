/** Numbers of two tensors, one by one. */
import { stretch, stretches } from "./elements";
import { ARGUMENTS, share } from "./threads";
import { fma } from "./vector";
import { loadFour, storeFour } from "./wide";

/** out = a·b. */
export function multiply_elements(count: usize, a: usize, b: usize, out: usize): void {
  const end = a + ((count & ~3) << 2), last = a + (count << 2);
  for (; a < end; a += 16, b += 16, out += 16) v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
  for (; a < last; a += 4, b += 4, out += 4) store<f32>(out, load<f32>(a) * load<f32>(b));
}

/** out = a + b. */
export function add_elements(count: usize, a: usize, b: usize, out: usize): void {
  const end = a + ((count & ~3) << 2), last = a + (count << 2);
  for (; a < end; a += 16, b += 16, out += 16) v128.store(out, f32x4.add(v128.load(a), v128.load(b)));
  for (; a < last; a += 4, b += 4, out += 4) store<f32>(out, load<f32>(a) + load<f32>(b));
}

/** What the chunks of a job are told. */
@unmanaged
class Lerp {
  count: usize;
  a: usize;
  b: usize;
  weight: f32;
}

/** a += weight·(b - a). */
export function lerp(count: usize, a: usize, b: usize, weight: f32): void {
  const job = changetype<Lerp>(ARGUMENTS);
  job.count = count;
  job.a = a;
  job.b = b;
  job.weight = weight;
  share((chunk: usize, _thread: usize): void => {
    const job = changetype<Lerp>(ARGUMENTS), size = stretch(job.count), weights = f32x4.splat(job.weight);
    const end = min(job.count, (chunk + 1) * size);
    let i = chunk * size;
    for (; i + 4 <= end; i += 4) lerpSome(job.a + (i << 2), job.b + (i << 2), 4, weights);
    if (i < end) lerpSome(job.a + (i << 2), job.b + (i << 2), end - i, weights);
  }, stretches(count));
}

/** Four numbers, or the last ones. */
// @ts-ignore: decorator
@inline
function lerpSome(a: usize, b: usize, count: usize, weights: v128): void {
  const from = loadFour(a, count);
  storeFour(a, count, fma(weights, f32x4.sub(loadFour(b, count), from), from));
}
