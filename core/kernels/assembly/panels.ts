/**
 * Panels of 16 columns of a matrix, packed so that one stays in the first-level cache: what products with images read at random.
 */

/** Columns of a panel: those of a chunk. */
export const PANEL: usize = 16;

/** Bytes of scratch memory for a panel of `rows` rows, and three rows more. */
export function panel_scratch(rows: usize): usize {
  return (rows + 3) * (PANEL << 2);
}

/** Stores 16 numbers, or the first `width` of them by way of `spare`. */
// @ts-ignore: decorator
@inline
export function storePanel(to: usize, width: usize, a0: v128, a1: v128, a2: v128, a3: v128, spare: usize): void {
  const at = width == 16 ? to : spare + 64;
  v128.store(at, a0);
  v128.store(at, a1, 16);
  v128.store(at, a2, 32);
  v128.store(at, a3, 48);
  if (width != 16) memory.copy(to, at, width << 2);
}

/** sums += numbers, `width` of them. */
export function addTo(width: usize, numbers: usize, sums: usize): void {
  for (let i: usize = 0; i < width << 2; i += 4) {
    store<f32>(sums + i, load<f32>(sums + i) + load<f32>(numbers + i));
  }
}

/** Packs 16 columns, zeros after `width`, and writes factor · the sums of the columns to `sums`. */
export function packPanel(
  rows: usize, from: usize, pitch: usize, width: usize, factor: f32, to: usize, sums: usize,
): void {
  if (width < PANEL) {
    memory.fill(to, 0, rows << 6);
    for (let row: usize = 0; row < rows; row++) memory.copy(to + (row << 6), from + row * pitch, width << 2);
    from = to;
    pitch = PANEL << 2;
  }
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (const end = to + (rows << 6); to < end; from += pitch, to += 64) {
    const v0 = v128.load(from), v1 = v128.load(from, 16), v2 = v128.load(from, 32), v3 = v128.load(from, 48);
    v128.store(to, v0);
    v128.store(to, v1, 16);
    v128.store(to, v2, 32);
    v128.store(to, v3, 48);
    s0 = f32x4.add(s0, v0);
    s1 = f32x4.add(s1, v1);
    s2 = f32x4.add(s2, v2);
    s3 = f32x4.add(s3, v3);
  }
  const factors = f32x4.splat(factor);
  // Without a background the sums don't matter, even if they are infinite.
  const keep = f32x4.ne(factors, f32x4.splat(0));
  v128.store(sums, v128.and(keep, f32x4.mul(factors, s0)));
  v128.store(sums, v128.and(keep, f32x4.mul(factors, s1)), 16);
  v128.store(sums, v128.and(keep, f32x4.mul(factors, s2)), 32);
  v128.store(sums, v128.and(keep, f32x4.mul(factors, s3)), 48);
}
