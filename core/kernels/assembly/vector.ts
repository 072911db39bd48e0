/** Four float32 lanes: what all kernels are made of. */

/**
 * a·b + c. In the relaxed build it is rounded once where the processor can (fused), in the strict build twice
 * everywhere.
 */
// @ts-ignore: decorator

export function fma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** c - a·b, rounded as `fma` is. */
// @ts-ignore: decorator

export function fnma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_nmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b));
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
