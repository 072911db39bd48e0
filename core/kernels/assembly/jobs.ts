/**
 * The operations that threads share: for each, the function that `simd.ts` calls, which notes the arguments and cuts the work
 * into chunks, and what is done for one chunk.
 */
import * as activations from "./activations";
import * as lists from "./lists";
import * as losses from "./losses";
import * as optimizers from "./optimizers";
import * as products from "./products";
import * as sparse from "./sparse";
import { ARGUMENTS, hasHelpers, MOST_CHUNKS, share } from "./threads";

const MULTIPLY: i32 = 0;
const LIST_ROWS: i32 = 1;
const MULTIPLY_ROWS: i32 = 2;
const LIST_PAIRS: i32 = 3;
const MULTIPLY_PAIRS: i32 = 4;
const SGD: i32 = 5;
const ADAM: i32 = 6;
const FORWARD: i32 = 7;
const BACKWARD: i32 = 8;
const LOSS: i32 = 9;

// @ts-ignore: decorator
@inline
function whole(i: usize): usize {
  return load<usize>(ARGUMENTS + (i << 2));
}
// @ts-ignore: decorator
@inline
function real(i: usize): f32 {
  return load<f32>(ARGUMENTS + (i << 2));
}
// @ts-ignore: decorator
@inline
function note(i: usize, value: usize): void {
  store<usize>(ARGUMENTS + (i << 2), value);
}
// @ts-ignore: decorator
@inline
function noteReal(i: usize, value: f32): void {
  store<f32>(ARGUMENTS + (i << 2), value);
}

/** Where chunks note that a number is not finite: a word that no operation has an argument in. */
const WRONG: usize = ARGUMENTS + (15 << 2);

/** Shares a job whose chunks say whether all numbers are finite. Returns whether they all said so. */
function shareAndCheck(operation: i32, chunks: usize): bool {
  atomic.store<i32>(WRONG, 0);
  share(operation, chunks);
  return atomic.load<i32>(WRONG) == 0;
}

/** Numbers of a tensor done at a time, element by element: so many that there are not too many chunks. */
// @ts-ignore: decorator
@inline
function stretch(count: usize): usize {
  return max<usize>(4096, ((count / MOST_CHUNKS) + 16) & ~15);
}

// @ts-ignore: decorator
@inline
function chunksOf(count: usize, size: usize): usize {
  return (count + size - 1) / size;
}

/** See `products.multiply`. `scratch` holds `size` bytes for each thread. */
export function multiply(
  m: usize, n: usize, k: usize, a: usize, transposeA: bool, b: usize, transposeB: bool, c: usize, bias: usize,
  scratch: usize, size: usize,
): void {
  note(0, m);
  note(1, n);
  note(2, k);
  note(3, a);
  note(4, transposeA);
  note(5, b);
  note(6, transposeB);
  note(7, c);
  note(8, bias);
  note(9, scratch);
  note(10, size);
  const rows = products.rowsAtOnce(m, n, hasHelpers());
  note(11, rows);
  share(MULTIPLY, products.multiply_chunks(m, n, rows));
}

/** See `lists.list_rows`. */
export function list_rows(
  rows: usize, pixels: usize, images: usize, order: usize, bytes: usize, divisor: f32, spans: usize,
  positions: usize, values: usize,
): void {
  note(0, rows);
  note(1, pixels);
  note(2, images);
  note(3, order);
  note(4, bytes);
  noteReal(5, divisor);
  note(6, spans);
  note(7, positions);
  note(8, values);
  share(LIST_ROWS, chunksOf(rows, lists.ROWS_AT_ONCE));
}

/** See `sparse.multiply_rows`. `scratch` holds `size` bytes for each thread. */
export function multiply_rows(
  rows: usize, pixels: usize, n: usize, spans: usize, positions: usize, values: usize, base: f32, w: usize,
  bias: usize, y: usize, scratch: usize, size: usize,
): void {
  note(0, rows);
  note(1, pixels);
  note(2, n);
  note(3, spans);
  note(4, positions);
  note(5, values);
  noteReal(6, base);
  note(7, w);
  note(8, bias);
  note(9, y);
  note(10, scratch);
  note(11, size);
  share(MULTIPLY_ROWS, chunksOf(n, sparse.PANEL));
}

/** See `lists.list_pairs`. */
export function list_pairs(
  rows: usize, pixels: usize, bytes: usize, divisor: f32, counts: usize, numbers: usize, pairs: usize,
  entries: usize, values: usize,
): void {
  note(0, rows);
  note(1, pixels);
  note(2, bytes);
  noteReal(3, divisor);
  note(4, counts);
  note(5, numbers);
  note(6, pairs);
  note(7, entries);
  note(8, values);
  share(LIST_PAIRS, chunksOf(lists.sparse_pitch(pixels), lists.PIXELS_AT_ONCE));
}

/** See `sparse.multiply_pairs`. `scratch` holds `size` bytes for each thread. */
export function multiply_pairs(
  rows: usize, pixels: usize, n: usize, counts: usize, entries: usize, values: usize, base: f32, dy: usize,
  dw: usize, scratch: usize, size: usize,
): void {
  note(0, rows);
  note(1, pixels);
  note(2, n);
  note(3, counts);
  note(4, entries);
  note(5, values);
  noteReal(6, base);
  note(7, dy);
  note(8, dw);
  note(9, scratch);
  note(10, size);
  share(MULTIPLY_PAIRS, chunksOf(n, sparse.PANEL));
}

/** See `optimizers.sgd`. */
export function sgd(
  count: usize, w: usize, g: usize, v: usize, rate: f32, momentum: f32, decay: f32, nesterov: bool,
): bool {
  note(0, count);
  note(1, w);
  note(2, g);
  note(3, v);
  noteReal(4, rate);
  noteReal(5, momentum);
  noteReal(6, decay);
  note(7, nesterov);
  return shareAndCheck(SGD, chunksOf(count, stretch(count)));
}

/** See `optimizers.adam`. */
export function adam(
  count: usize, w: usize, g: usize, m: usize, v: usize, rate: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32,
  decay: f32, keep: f32, scale: f32,
): bool {
  note(0, count);
  note(1, w);
  note(2, g);
  note(3, m);
  note(4, v);
  noteReal(5, rate);
  noteReal(6, rest1);
  noteReal(7, beta2);
  noteReal(8, rest2);
  noteReal(9, epsilon);
  noteReal(10, decay);
  noteReal(11, keep);
  noteReal(12, scale);
  return shareAndCheck(ADAM, chunksOf(count, stretch(count)));
}

/** y = f(x), where f is the activation of this number: its place in `activations.forward`. */
export function activate(formula: usize, count: usize, x: usize, y: usize): void {
  note(0, formula);
  note(1, count);
  note(2, x);
  note(3, y);
  share(FORWARD, chunksOf(count, stretch(count)));
}

/** dx = dy · f′(x). */
export function activate_backward(formula: usize, count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  note(0, formula);
  note(1, count);
  note(2, x);
  note(3, y);
  note(4, dy);
  note(5, dx);
  share(BACKWARD, chunksOf(count, stretch(count)));
}

/**
 * The mean of a loss over the rows: see `losses.rows_of`, and there for the number of the loss. The chunks leave their parts of
 * the sum in `sums`, float64 numbers, which are added in order.
 */
export function loss(
  formula: usize, rows: usize, classes: usize, x: usize, t: usize, dx: usize, first: f64, second: f64, sums: usize,
): f64 {
  note(0, formula);
  note(1, rows);
  note(2, classes);
  note(3, x);
  note(4, t);
  note(5, dx);
  store<f64>(ARGUMENTS + (6 << 2), first);
  store<f64>(ARGUMENTS + (8 << 2), second);
  note(10, sums);
  const chunks = chunksOf(rows, lossRows(rows));
  share(LOSS, chunks);
  let sum: f64 = 0;
  for (let chunk: usize = 0; chunk < chunks; chunk++) sum += load<f64>(sums + (chunk << 3));
  return sum / <f64>rows;
}

/** Rows of a loss done at a time. */
// @ts-ignore: decorator
@inline
function lossRows(rows: usize): usize {
  return max<usize>(32, rows / MOST_CHUNKS + 1);
}

/** Does one chunk of an operation, whose arguments were noted. */
export function perform(operation: i32, chunk: usize, thread: usize): void {
  switch (operation) {
    case MULTIPLY:
      products.multiply(
        chunk, whole(0), whole(1), whole(2), whole(3), whole(4) != 0, whole(5), whole(6) != 0, whole(7), whole(8),
        whole(9) + thread * whole(10), whole(11),
      );
      break;
    case LIST_ROWS:
      lists.list_rows(
        chunk, whole(0), whole(1), whole(2), whole(3), whole(4), real(5), whole(6), whole(7), whole(8),
      );
      break;
    case MULTIPLY_ROWS:
      sparse.multiply_rows(
        chunk, whole(0), whole(1), whole(2), whole(3), whole(4), whole(5), real(6), whole(7), whole(8), whole(9),
        whole(10) + thread * whole(11),
      );
      break;
    case LIST_PAIRS:
      lists.list_pairs(
        chunk, whole(0), whole(1), whole(2), real(3), whole(4), whole(5), whole(6), whole(7), whole(8),
      );
      break;
    case MULTIPLY_PAIRS:
      sparse.multiply_pairs(
        chunk, whole(0), whole(1), whole(2), whole(3), whole(4), whole(5), real(6), whole(7), whole(8),
        whole(9) + thread * whole(10),
      );
      break;
    case SGD: {
      const size = stretch(whole(0)), from = chunk * size, at = from << 2;
      const finite = optimizers.sgd(
        min(size, whole(0) - from), whole(1) + at, whole(2) + at, whole(3) + at, real(4), real(5), real(6),
        whole(7) != 0,
      );
      if (!finite) atomic.store<i32>(WRONG, 1);
      break;
    }
    case ADAM: {
      const size = stretch(whole(0)), from = chunk * size, at = from << 2;
      const finite = optimizers.adam(
        min(size, whole(0) - from), whole(1) + at, whole(2) + at, whole(3) + at, whole(4) + at, real(5), real(6),
        real(7), real(8), real(9), real(10), real(11), real(12),
      );
      if (!finite) atomic.store<i32>(WRONG, 1);
      break;
    }
    case FORWARD: {
      const size = stretch(whole(1)), from = chunk * size, at = from << 2;
      activations.activate(whole(0), min(size, whole(1) - from), whole(2) + at, whole(3) + at);
      break;
    }
    case BACKWARD: {
      const size = stretch(whole(1)), from = chunk * size, at = from << 2;
      activations.activate_backward(
        whole(0), min(size, whole(1) - from), whole(2) + at, whole(3) + at, whole(4) + at, whole(5) + at,
      );
      break;
    }
    case LOSS: {
      const size = lossRows(whole(1)), from = chunk * size, at = (from * whole(2)) << 2;
      const sum = losses.rows_of(
        whole(0), min(size, whole(1) - from), whole(2), 1 / <f64>whole(1), whole(3) + at, whole(4) + at, whole(5) + at,
        load<f64>(ARGUMENTS + (6 << 2)), load<f64>(ARGUMENTS + (8 << 2)),
      );
      store<f64>(whole(10) + (chunk << 3), sum);
      break;
    }
  }
}
