/** Four float32 lanes: what all kernels are made of. */

/**
 * a·b + c. In the relaxed build it is rounded once where the processor can (fused), in the strict build twice
 * everywhere.
 */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** c - a·b, rounded as `fma` is. */
// @ts-ignore: decorator
@inline
export function fnma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_nmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b));
}

// Numbers in all four lanes, in memory. V8 makes an immediate anew at every use, in several instructions; a load from a
// constant address is one, without a bounds check.
export const ZERO: usize = memory.data<f32>([0, 0, 0, 0], 16);
export const HALF: usize = memory.data<f32>([0.5, 0.5, 0.5, 0.5], 16);
export const ONE: usize = memory.data<f32>([1, 1, 1, 1], 16);
export const TWO: usize = memory.data<f32>([2, 2, 2, 2], 16);
export const MINUS_TWO: usize = memory.data<f32>([-2, -2, -2, -2], 16);
export const THREE: usize = memory.data<f32>([3, 3, 3, 3], 16);
export const MINUS_THREE: usize = memory.data<f32>([-3, -3, -3, -3], 16);
export const THIRD: usize = memory.data<f32>([0.33333334, 0.33333334, 0.33333334, 0.33333334], 16);
export const SIXTH: usize = memory.data<f32>([0.16666667, 0.16666667, 0.16666667, 0.16666667], 16);
/** The bit that is the sign. */
export const SIGN: usize = memory.data<u32>([0x80000000, 0x80000000, 0x80000000, 0x80000000], 16);
/** The bits of 2⁻¹²⁶, the smallest normal number. */
const NORMAL: usize = memory.data<u32>([0x00800000, 0x00800000, 0x00800000, 0x00800000], 16);

/**
 * v, with 0 in place of subnormal numbers, those between -2⁻¹²⁶ and 2⁻¹²⁶. Arithmetic with them, or that makes them, is up to a
 * hundred times slower on many processors, and WebAssembly can't turn them off. Their bits are compared: that is never slow.
 */
// @ts-ignore: decorator
@inline
export function flush(v: v128): v128 {
  return v128.andnot(v, i32x4.lt_s(v128.andnot(v, v128.load(SIGN)), v128.load(NORMAL)));
}

/** The same for one number. */
// @ts-ignore: decorator
@inline
export function flushOne(x: f32): f32 {
  return (reinterpret<u32>(x) & 0x7fffffff) < 0x00800000 ? 0 : x;
}

/** Where u > 0. */
// @ts-ignore: decorator
@inline
export function positive(u: v128): v128 {
  return f32x4.gt(u, v128.load(ZERO));
}

/** The first `count` (0 to 4) numbers at `address`, and `rest` in the other lanes. */
export function loadPart(address: usize, count: usize, rest: f32): v128 {
  let v = f32x4.splat(rest);
  if (count > 0) v = f32x4.replace_lane(v, 0, load<f32>(address));
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(address, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(address, 8));
  if (count > 3) v = f32x4.replace_lane(v, 3, load<f32>(address, 12));
  return v;
}

/** Stores the first `count` (0 to 4) lanes at `address`. */
export function storePart(address: usize, count: usize, v: v128): void {
  if (count > 0) store<f32>(address, f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(address, f32x4.extract_lane(v, 1), 4);
  if (count > 2) store<f32>(address, f32x4.extract_lane(v, 2), 8);
  if (count > 3) store<f32>(address, f32x4.extract_lane(v, 3), 12);
}
