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
/** ln 2⁻¹²⁶, rounded up: below it, eˣ is subnormal. */
const LOWEST_NORMAL: usize = memory.data<f32>([-87.33654, -87.33654, -87.33654, -87.33654], 16);
/** 2⁻⁶⁰: the squares of smaller numbers may be subnormal, and eˣ - 1 and tanh x are x for them, to the last bit. */
const TINY: usize = memory.data<u32>([0x21800000, 0x21800000, 0x21800000, 0x21800000], 16);
const MINUS_TINY: usize = memory.data<u32>([0xa1800000, 0xa1800000, 0xa1800000, 0xa1800000], 16);
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

/** (artanh s - s) / s³ as a polynomial of s² for 0 ≤ s ≤ 1/3, whose largest error is 4.5e-9 of artanh s. */
const A0: usize = memory.data<f32>([0.3333321, 0.3333321, 0.3333321, 0.3333321], 16);
const A1: usize = memory.data<f32>([0.20010763, 0.20010763, 0.20010763, 0.20010763], 16);
const A2: usize = memory.data<f32>([0.140009, 0.140009, 0.140009, 0.140009], 16);
const A3: usize = memory.data<f32>([0.14006011, 0.14006011, 0.14006011, 0.14006011], 16);
/** 2⁻³⁰: the square of a smaller s does not matter. */
const SMALL: usize = memory.data<f32>([9.313226e-10, 9.313226e-10, 9.313226e-10, 9.313226e-10], 16);

// @ts-ignore: decorator
@inline
function tail(r: v128): v128 {
  let p = fma(v128.load(C5), r, v128.load(C4));
  p = fma(p, r, v128.load(C3));
  p = fma(p, r, v128.load(C2));
  p = fma(p, r, v128.load(C1));
  return fma(p, r, v128.load(C0));
}

/** The number n of whole ln 2 in x, added to `ROUNDER`: in the low bits too. */
// @ts-ignore: decorator
@inline
function round(x: v128): v128 {
  return fma(x, v128.load(LOG2E), v128.load(ROUNDER));
}

/** x - n ln 2. */
// @ts-ignore: decorator
@inline
function reduce(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, v128.load(ROUNDER));
  return fnma(n, v128.load(LN2_LOW), fnma(n, v128.load(LN2_HIGH), x));
}

/** eʳ for the rest r. Of a tiny one, another square is used, which does not matter and is not subnormal. */
// @ts-ignore: decorator
@inline
function fraction(r: v128): v128 {
  const size = f32x4.pmax(v128.andnot(r, v128.load(SIGN)), v128.load(TINY));
  return f32x4.add(fma(tail(r), f32x4.mul(size, size), r), v128.load(ONE));
}

/** 2ⁿ for -126 ≤ n ≤ 127. */
// @ts-ignore: decorator
@inline
function power(rounded: v128): v128 {
  return i32x4.shl(i32x4.add(rounded, v128.load(BIAS)), 23);
}

/** eˣ. Underflows gradually to 0, overflows to Infinity, keeps NaN. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  // The order of the operands keeps NaN.
  x = f32x4.pmax(f32x4.pmin(x, v128.load(HIGHEST)), v128.load(LOWEST));
  const rounded = round(x), y = fraction(reduce(x, rounded));
  // 2ⁿ in two steps, since n goes from -150 to 128.
  const n = i32x4.sub(rounded, v128.load(ROUNDER)), half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(y, power(half)), power(i32x4.sub(n, half)));
}

/** eˣ for x ≤ 0, but 0 where that would be subnormal: what other formulas are made of. Keeps NaN. */
// @ts-ignore: decorator
@inline
export function decay(x: v128): v128 {
  const lowest = v128.load(LOWEST_NORMAL), inside = f32x4.pmax(x, lowest), rounded = round(inside);
  return v128.andnot(f32x4.mul(fraction(reduce(inside, rounded)), power(rounded)), f32x4.lt(x, lowest));
}

/** eˣ⁺ᵗ for -87 ≤ x ≤ 0 and a small t, more accurate than if t were added to x. */
// @ts-ignore: decorator
@inline
export function decayOfSum(x: v128, t: v128): v128 {
  const rounded = round(x);
  return f32x4.mul(fraction(f32x4.add(reduce(x, rounded), t)), power(rounded));
}

/** eˣ - 1 for x ≤ 0, accurate near 0 too. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  // Of numbers below 0, the smaller one has the smaller bits.
  const tiny = i32x4.lt_s(x, v128.load(MINUS_TINY));
  return v128.or(ordinaryExpm1(v128.andnot(x, tiny)), v128.and(x, tiny));
}

/** The same, but for no tiny numbers. */
// @ts-ignore: decorator
@inline
function ordinaryExpm1(x: v128): v128 {
  x = f32x4.pmax(x, v128.load(LOWEST_M1));
  const rounded = round(x), r = reduce(x, rounded), y = fma(tail(r), f32x4.mul(r, r), r);
  // 2ⁿ y + 2ⁿ - 1
  const scale = power(rounded);
  return fma(scale, y, f32x4.sub(scale, v128.load(ONE)));
}

/** tanh x = -t / (t + 2) for t = e^(-2|x|) - 1, with the sign of x. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const sign = v128.load(SIGN), size = v128.andnot(x, sign), tiny = i32x4.lt_s(size, v128.load(TINY));
  const t = ordinaryExpm1(f32x4.mul(v128.andnot(size, tiny), v128.load(MINUS_TWO)));
  return v128.bitselect(x, f32x4.div(t, f32x4.add(t, v128.load(TWO))), v128.or(sign, tiny));
}

/** 1 / (1 + e^-x), by way of e^-|x|, which can't overflow. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const z = decay(v128.or(x, v128.load(SIGN))), one = v128.load(ONE);
  return f32x4.div(v128.bitselect(one, z, f32x4.ge(x, v128.load(ZERO))), f32x4.add(one, z));
}

/** ln(1 + z) = 2 artanh(z / (z + 2)) for 0 ≤ z ≤ 1. */
// @ts-ignore: decorator
@inline
export function log1p(z: v128): v128 {
  const s = f32x4.div(z, f32x4.add(z, v128.load(TWO))), size = f32x4.pmax(s, v128.load(SMALL));
  const square = f32x4.mul(size, size);
  let p = fma(v128.load(A3), square, v128.load(A2));
  p = fma(p, square, v128.load(A1));
  p = fma(p, square, v128.load(A0));
  return f32x4.mul(f32x4.add(s, s), fma(p, square, v128.load(ONE)));
}
