/** Four float32 numbers as float64, in two vectors: sums of many numbers are made of these, so that they lose nothing. */
import { loadPart, storePart } from "./vector";

/** The first two. */
// @ts-ignore: decorator
@inline
export function lower(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

/** The last two. */
// @ts-ignore: decorator
@inline
export function upper(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
}

/** All four, rounded to float32. */
// @ts-ignore: decorator
@inline
export function narrow(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** The sum of all four. */
// @ts-ignore: decorator
@inline
export function total(low: v128, high: v128): f64 {
  const pairs = f64x2.add(low, high);
  return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
}

/** The first four of `count` numbers at an address, 0 where there are fewer. */
// @ts-ignore: decorator
@inline
export function loadFour(address: usize, count: usize): v128 {
  return count >= 4 ? v128.load(address) : loadPart(address, count, 0);
}

/** Stores as many of four numbers as `count` says there is room for. */
// @ts-ignore: decorator
@inline
export function storeFour(address: usize, count: usize, v: v128): void {
  if (count >= 4) v128.store(address, v);
  else storePart(address, count, v);
}
