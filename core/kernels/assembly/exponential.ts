/** exp and its relatives, four lanes at a time, over the whole float32 range. */
import { fma, fnma } from "./vector";

const LOG2E: f32 = 1.44269504088896341;
/** ln 2 in two parts; the first has so few bits that its product with a whole number up to 2⁹ is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

/** (eʳ - 1 - r) / r² for |r| ≤ ln 2 / 2: the polynomial of S. Moshier's Cephes library, expf. */
// @ts-ignore: decorator

function tail(r: v128): v128 {
  let p = fma(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
  p = fma(p, r, f32x4.splat(8.3334519073e-3));
  p = fma(p, r, f32x4.splat(4.1665795894e-2));
  p = fma(p, r, f32x4.splat(1.6666665459e-1));
  return fma(p, r, f32x4.splat(5.0000001201e-1));
}

/** 2ⁿ for whole n from -126 to 127, given as integers. */
// @ts-ignore: decorator

function power(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** eˣ. Underflows gradually to 0, overflows to Infinity, keeps NaN. */
// @ts-ignore: decorator

export function exp(x: v128): v128 {
  // Beyond these the result is 0 or Infinity; the order of the operands keeps NaN.
  x = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-104));
  const whole = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2E)));
  const r = fnma(whole, f32x4.splat(LN2_LOW), fnma(whole, f32x4.splat(LN2_HIGH), x));
  const y = f32x4.add(fma(tail(r), f32x4.mul(r, r), r), f32x4.splat(1));
  // 2ⁿ in two steps, since n goes from -150 to 128.
  const n = i32x4.trunc_sat_f32x4_s(whole), half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(y, power(half)), power(i32x4.sub(n, half)));
}

/** eˣ - 1, accurate near 0 too. */
// @ts-ignore: decorator

export function expm1(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-18));
  const whole = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(LOG2E)));
  const r = fnma(whole, f32x4.splat(LN2_LOW), fnma(whole, f32x4.splat(LN2_HIGH), clamped));
  const y = fma(tail(r), f32x4.mul(r, r), r);
  // (2ⁿ y + 2ⁿ - 1), from half of it, since n may be 128.
  const scale = power(i32x4.sub(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(1)));
  const half = fma(scale, y, f32x4.sub(scale, f32x4.splat(0.5)));
  const result = f32x4.add(half, half);
  // With n = 0 the sum above would round a subnormal away.
  return v128.bitselect(y, result, f32x4.eq(whole, f32x4.splat(0)));
}

/** tanh x = -t / (t + 2) for t = e^(-2|x|) - 1, with the sign of x. */
// @ts-ignore: decorator

export function tanh(x: v128): v128 {
  const sign = v128.and(x, f32x4.splat(-0.0));
  const magnitude = f32x4.abs(x);
  const t = expm1(f32x4.mul(magnitude, f32x4.splat(-2)));
  return v128.or(f32x4.abs(f32x4.div(t, f32x4.add(t, f32x4.splat(2)))), sign);
}

/** 1 / (1 + e^-x), by way of e^-|x|, which can't overflow. */
// @ts-ignore: decorator

export function sigmoid(x: v128): v128 {
  const z = exp(f32x4.neg(f32x4.abs(x)));
  const one = f32x4.splat(1);
  return f32x4.div(v128.bitselect(one, z, f32x4.ge(x, f32x4.splat(0))), f32x4.add(one, z));
}
