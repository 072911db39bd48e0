/** Parametric ReLU: x for x > 0, else ax, for one slope a of each column, or one of all. The specification is in `reference.ts`. */
import { positive } from "./vector";
import { loadFour, lower, narrow, storeFour, upper } from "./wide";

/** The slopes of four columns from `k` on. */
// @ts-ignore: decorator
@inline
function slopesOf(slopes: usize, one: bool, k: usize, count: usize): v128 {
  return one ? v128.load32_splat(slopes) : loadFour(slopes + (k << 2), count);
}

/** Four numbers of a row, or the last ones. */
// @ts-ignore: decorator
@inline
function some(k: usize, count: usize, x: usize, slopes: usize, one: bool, y: usize): void {
  const v = loadFour(x + (k << 2), count), a = slopesOf(slopes, one, k, count);
  storeFour(y + (k << 2), count, v128.bitselect(v, f32x4.mul(a, v), positive(v)));
}

/** y [rows, columns]. */
export function p_relu(rows: usize, columns: usize, x: usize, slopes: usize, one: bool, y: usize): void {
  for (let row: usize = 0; row < rows; row++, x += columns << 2, y += columns << 2) {
    let k: usize = 0;
    for (; k + 4 <= columns; k += 4) some(k, 4, x, slopes, one, y);
    if (k < columns) some(k, columns - k, x, slopes, one, y);
  }
}

/** dx = dy for x > 0, else a·dy; and the gradient of the slopes, Σ dy·x over the other numbers. */
export function p_relu_backward(
  rows: usize, columns: usize, x: usize, slopes: usize, one: bool, dy: usize, dx: usize, dSlopes: usize,
): void {
  let sum: f64 = 0, k: usize = 0;
  for (; k + 4 <= columns; k += 4) sum += columnsBackward(rows, columns, k, 4, x, slopes, one, dy, dx, dSlopes);
  if (k < columns) sum += columnsBackward(rows, columns, k, columns - k, x, slopes, one, dy, dx, dSlopes);
  if (one) store<f32>(dSlopes, <f32>sum);
}

/** Four columns, or the last ones. Returns the sum of the gradients of their slopes. */
// @ts-ignore: decorator
@inline
function columnsBackward(
  rows: usize, columns: usize, k: usize, count: usize, x: usize, slopes: usize, one: bool, dy: usize, dx: usize,
  dSlopes: usize,
): f64 {
  const at = k << 2, pitch = columns << 2, end = at + rows * pitch, a = slopesOf(slopes, one, k, count);
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let from = at; from < end; from += pitch) {
    const v = loadFour(x + from, count), d = loadFour(dy + from, count), right = positive(v);
    storeFour(dx + from, count, v128.bitselect(d, f32x4.mul(a, d), right));
    const product = v128.andnot(f32x4.mul(d, v), right);
    low = f64x2.add(low, lower(product));
    high = f64x2.add(high, upper(product));
  }
  if (!one) storeFour(dSlopes + at, count, narrow(low, high));
  return (f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}
