/** The multi-class hinge loss. */
import { meanOfRows } from "../rows";
import { loadPart, storePart } from "../vector";

export function hinge_loss(
  rows: usize, classes: usize, x: usize, t: usize, dx: usize, sums: usize, margin: f64,
): f64 {
  return meanOfRows(hinge, rows, classes, x, t, dx, sums, margin, 0);
}

/** Σ max(0, margin - x_target + x_k) over the other classes; the target of a row is where t is 1. */
function hinge(rows: usize, classes: usize, factor: f64, x: usize, t: usize, dx: usize, margin: f64, _: f64): f64 {
  const pitch = classes << 2, scale = <f32>factor;
  const zero = f32x4.splat(0), scales = f32x4.splat(scale), lanes = i32x4(0, 1, 2, 3);
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++, x += pitch, t += pitch, dx += pitch) {
    let target: usize = 0;
    while (target + 1 < classes && load<f32>(t + (target << 2)) != 1) target++;
    const shift = f32x4.splat(<f32>margin - load<f32>(x + (target << 2)));
    let sums = zero, violations = zero, k: usize = 0;
    for (; k < classes; k += 4) {
      const rest = classes - k, at = k << 2;
      const logits = rest >= 4 ? v128.load(x + at) : loadPart(x + at, rest, -Infinity);
      // Infinite logits must not meet in the target itself or beyond the row: Infinity - Infinity is NaN.
      const index = i32x4.add(i32x4.splat(<i32> k), lanes);
      const inRow = i32x4.lt_s(index, i32x4.splat(<i32> classes));
      const others = v128.andnot(inRow, i32x4.eq(index, i32x4.splat(<i32> target)));
      const excess = v128.and(f32x4.max(f32x4.add(shift, logits), zero), others);
      const violated = v128.and(f32x4.gt(excess, zero), scales);
      sums = f32x4.add(sums, excess);
      violations = f32x4.add(violations, violated);
      if (rest >= 4) v128.store(dx + at, violated);
      else storePart(dx + at, rest, violated);
    }
    loss += total(sums);
    store<f32>(dx + (target << 2), <f32>-total(violations));
  }
  return loss;
}

/** The sum of the lanes. */
function total(v: v128): f64 {
  const pairs = f64x2.add(
    f64x2.promote_low_f32x4(v),
    f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)),
  );
  return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
}
