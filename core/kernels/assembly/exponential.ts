/** exp and its relatives, four lanes at a time, over the whole float32 range. */
import { fma, fnma, MINUS_TWO, ONE, SIGN, TWO, ZERO } from "./vector";

// In all four lanes: see `vector.ts`.
/** log₂ e */
const LOG2E: usize = memory.data<f32>([1.442695041, 1.442695041, 1.442695041, 1.442695041], 16);
/** ln 2 in two parts; the first has so few bits that its product with a whole number up to 2⁹ is exact. */
const LN2_HIGH: usize = memory.data<f32>([0.693359375, 0.693359375, 0.693359375, 0.693359375], 16);
const LN2_LOW: usize = memory.data<f32>([-2.12194440e-4, -2.12194440e-4, -2.12194440e-4, -2.12194440e-4], 16);
/** Beyond these, eˣ is 0 or Infinity, and eˣ - 1 is -1. */
const LOWEST: usize = memory.data<f32>([-104, -104, -104, -104], 16);
const LOWEST_M1: usize = memory.data<f32>([-18, -18, -18, -18], 16);
const HIGHEST: usize = memory.data<f32>([89, 89, 89, 89], 16);
/** 1.5 · 2²³: a number added to it is rounded to a whole one, which is in the low bits of the sum. */
const ROUNDER: usize = memory.data<f32>([12582912, 12582912, 12582912, 12582912], 16);
/** The exponent bits of 2⁰. */
const BIAS: usize = memory.data<i32>([127, 127, 127, 127], 16);

/** (eʳ - 1 - r) / r² for |r| ≤ ln 2 / 2: the polynomial of S. Moshier's Cephes library, expf, lowest power first. */
const C0: usize = memory.data<f32>([5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1], 16);
const C1: usize = memory.data<f32>([1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1], 16);
const C2: usize = memory.data<f32>([4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2], 16);
const C3: usize = memory.data<f32>([8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3], 16);
const C4: usize = memory.data<f32>([1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3], 16);
const C5: usize = memory.data<f32>([1.9875691500e-4, 1.9875691500e-4, 1.9875691500e-4, 1.9875691500e-4], 16);

// @ts-ignore: decorator
@inline
function tail(r: v128): v128 {
  let p = fma(v128.load(C5), r, v128.load(C4));
  p = fma(p, r, v128.load(C3));
  p = fma(p, r, v128.load(C2));
  p = fma(p, r, v128.load(C1));
  return fma(p, r, v128.load(C0));
}

/** x - n ln 2. */
// @ts-ignore: decorator
@inline
function reduce(x: v128, n: v128): v128 {
  return fnma(n, v128.load(LN2_LOW), fnma(n, v128.load(LN2_HIGH), x));
}

/** eˣ. Underflows gradually to 0, overflows to Infinity, keeps NaN. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  // The order of the operands keeps NaN.
  x = f32x4.pmax(f32x4.pmin(x, v128.load(HIGHEST)), v128.load(LOWEST));
  const rounded = fma(x, v128.load(LOG2E), v128.load(ROUNDER));
  const r = reduce(x, f32x4.sub(rounded, v128.load(ROUNDER)));
  const y = f32x4.add(fma(tail(r), f32x4.mul(r, r), r), v128.load(ONE));
  // 2ⁿ in two steps, since n goes from -150 to 128.
  const n = i32x4.sub(rounded, v128.load(ROUNDER)), half = i32x4.shr_s(n, 1);
  const scale = i32x4.shl(i32x4.add(half, v128.load(BIAS)), 23);
  const rest = i32x4.shl(i32x4.add(i32x4.sub(n, half), v128.load(BIAS)), 23);
  return f32x4.mul(f32x4.mul(y, scale), rest);
}

/** eˣ - 1 for x ≤ 0, accurate near 0 too. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  x = f32x4.pmax(x, v128.load(LOWEST_M1));
  const rounded = fma(x, v128.load(LOG2E), v128.load(ROUNDER));
  const r = reduce(x, f32x4.sub(rounded, v128.load(ROUNDER)));
  const y = fma(tail(r), f32x4.mul(r, r), r);
  // 2ⁿ y + 2ⁿ - 1
  const scale = i32x4.shl(i32x4.add(rounded, v128.load(BIAS)), 23);
  return fma(scale, y, f32x4.sub(scale, v128.load(ONE)));
}

/** tanh x = -t / (t + 2) for t = e^(-2|x|) - 1, with the sign of x. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const sign = v128.load(SIGN);
  const t = expm1(f32x4.mul(v128.andnot(x, sign), v128.load(MINUS_TWO)));
  return v128.bitselect(x, f32x4.div(t, f32x4.add(t, v128.load(TWO))), sign);
}

/** 1 / (1 + e^-x), by way of e^-|x|, which can't overflow. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const z = exp(v128.or(x, v128.load(SIGN))), one = v128.load(ONE);
  return f32x4.div(v128.bitselect(one, z, f32x4.ge(x, v128.load(ZERO))), f32x4.add(one, z));
}
