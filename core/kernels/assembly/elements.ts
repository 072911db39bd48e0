/**
 * What activations have in common: a class with `forward`, y = f(u), and directly below it `derivative`, f′(u) given u and y, four
 * lanes at a time, becomes two loops over all numbers of a tensor. The class is only a name: the loops are compiled anew for each. A
 * formula with a setting finds it in `SETTING`. The specification is the plain formula in the layer of the same name.
 */
import { ARGUMENTS, MOST_CHUNKS, share } from "./threads";
import { flush, loadPart, storePart } from "./vector";

/** A function of a number. */
interface Forward {
  /** y = f(u). */
  forward(u: v128): v128;
}

/** An activation: a function and its derivative. */
interface Formula extends Forward {
  /** f′(u), given u and y. */
  derivative(u: v128, y: v128): v128;
}

/** What the chunks of a job are told. */
@unmanaged
class Elements {
  count: usize;
  x: usize;
  y: usize;
  dy: usize;
  dx: usize;
  setting: f32;
}

/** Where the setting of the formula is while its job is done: at a constant address, as constants are. */
export const SETTING: usize = ARGUMENTS + offsetof<Elements>("setting");

/** Numbers of a tensor that a chunk has: so many that there are not too many chunks. */
// @ts-ignore: decorator
@inline
export function stretch(count: usize): usize {
  return max<usize>(4096, ((count / MOST_CHUNKS) + 16) & ~15);
}

/** How many chunks of that length there are. */
// @ts-ignore: decorator
@inline
export function stretches(count: usize): usize {
  return (count + stretch(count) - 1) / stretch(count);
}

/** y = f(x) for `count` numbers. */
export function activate<F extends Formula>(count: usize, x: usize, y: usize, setting: f32 = 0): void {
  const job = changetype<Elements>(ARGUMENTS);
  job.setting = setting;
  job.count = count;
  job.x = x;
  job.y = y;
  share((chunk: usize, _thread: usize): void => {
    const job = changetype<Elements>(ARGUMENTS), size = stretch(job.count), from = chunk * size, at = from << 2;
    forward<F>(min(size, job.count - from), job.x + at, job.y + at);
  }, stretches(count));
}

/** dx = dy · f′(x) for `count` numbers, given y = f(x). */
export function activateBackward<F extends Formula>(
  count: usize, x: usize, y: usize, dy: usize, dx: usize, setting: f32 = 0,
): void {
  const job = changetype<Elements>(ARGUMENTS);
  job.setting = setting;
  job.count = count;
  job.x = x;
  job.y = y;
  job.dy = dy;
  job.dx = dx;
  share((chunk: usize, _thread: usize): void => {
    const job = changetype<Elements>(ARGUMENTS), size = stretch(job.count), from = chunk * size, at = from << 2;
    backward<F>(min(size, job.count - from), job.x + at, job.y + at, job.dy + at, job.dx + at);
  }, stretches(count));
}

/** The loop of `activate`, for the numbers of a chunk. */
export function forward<F extends Forward>(count: usize, x: usize, y: usize): void {
  const f = changetype<F>(0);
  const end = x + ((count & ~3) << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, f.forward(v128.load(x)));
  count &= 3;
  if (count) storePart(y, count, f.forward(loadPart(x, count, 0)));
}

/** The loop of `activateBackward`. */
function backward<F extends Formula>(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  const f = changetype<F>(0);
  const end = x + ((count & ~3) << 2);
  for (; x < end; x += 16, y += 16, dy += 16, dx += 16) {
    v128.store(dx, flush(f32x4.mul(v128.load(dy), f.derivative(v128.load(x), v128.load(y)))));
  }
  count &= 3;
  if (!count) return;
  const derivative = f.derivative(loadPart(x, count, 0), loadPart(y, count, 0));
  storePart(dx, count, flush(f32x4.mul(loadPart(dy, count, 0), derivative)));
}
