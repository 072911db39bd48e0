/**
 * Products with images that are mostly background, from the lists of `lists.ts`.
 *
 * Both read one operand at random, in panels of 16 columns, packed so that a panel stays in the first-level cache. What
 * limits them is the number of loads, since each costs a bounds check.
 */
import { sparse_stride } from "./lists";
import { fma } from "./vector";

/** Columns of a panel. */
export const PANEL: usize = 16;

/** Bytes of scratch memory for a panel of `rows` rows, and three rows more. */
export function panel_scratch(rows: usize): usize {
  return (rows + 3) * (PANEL << 2);
}

/**
 * y [rows, n] = x·w + bias, from the lists of `list_rows`: the columns of one panel. `panel` is scratch memory for `pixels`
 * rows.
 */
export function multiply_rows(
  chunk: usize, rows: usize, pixels: usize, n: usize, spans: usize, positions: usize, values: usize, base: f32,
  w: usize, bias: usize, y: usize, panel: usize,
): void {
  const pitch = n << 2, spare = panel + (pixels << 6);
  const j = chunk * PANEL, width = min<usize>(n - j, PANEL);
  // spare: the bias and base · the sums of the columns of w, where all rows begin.
  packPanel(pixels, w + (j << 2), pitch, width, base, panel, spare);
  if (bias) addTo(width, bias + (j << 2), spare);
  const s0 = v128.load(spare),
    s1 = v128.load(spare, 16),
    s2 = v128.load(spare, 32),
    s3 = v128.load(spare, 48);
  for (let row: usize = 0; row < rows; row++) {
    // Four entries at a time, in two sets of sums: few loads, and enough sums under way to hide their latency.
    let a0 = s0, a1 = s1, a2 = s2, a3 = s3;
    let b0 = f32x4.splat(0), b1 = b0, b2 = b0, b3 = b0;
    const from = <usize>load<u32>(spans + (row << 3)), count = <usize>load<u32>(spans + (row << 3), 4) - from;
    let position = positions + (from << 1), value = values + (from << 2);
    const fours = value + ((count & ~3) << 2), end = value + (count << 2);
    for (; value < fours; value += 16, position += 8) {
      const four = v128.load(value);
      let two = <usize>load<u32>(position);
      let v = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
      let at = panel + ((two & 0xffff) << 6);
      a0 = fma(v, v128.load(at), a0);
      a1 = fma(v, v128.load(at, 16), a1);
      a2 = fma(v, v128.load(at, 32), a2);
      a3 = fma(v, v128.load(at, 48), a3);
      v = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
      at = panel + ((two >> 16) << 6);
      b0 = fma(v, v128.load(at), b0);
      b1 = fma(v, v128.load(at, 16), b1);
      b2 = fma(v, v128.load(at, 32), b2);
      b3 = fma(v, v128.load(at, 48), b3);
      two = <usize>load<u32>(position, 4);
      v = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
      at = panel + ((two & 0xffff) << 6);
      a0 = fma(v, v128.load(at), a0);
      a1 = fma(v, v128.load(at, 16), a1);
      a2 = fma(v, v128.load(at, 32), a2);
      a3 = fma(v, v128.load(at, 48), a3);
      v = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
      at = panel + ((two >> 16) << 6);
      b0 = fma(v, v128.load(at), b0);
      b1 = fma(v, v128.load(at, 16), b1);
      b2 = fma(v, v128.load(at, 32), b2);
      b3 = fma(v, v128.load(at, 48), b3);
    }
    for (; value < end; value += 4, position += 2) {
      const v = v128.load32_splat(value), at = panel + (<usize>load<u16>(position) << 6);
      a0 = fma(v, v128.load(at), a0);
      a1 = fma(v, v128.load(at, 16), a1);
      a2 = fma(v, v128.load(at, 32), a2);
      a3 = fma(v, v128.load(at, 48), a3);
    }
    a0 = f32x4.add(a0, b0);
    a1 = f32x4.add(a1, b1);
    a2 = f32x4.add(a2, b2);
    a3 = f32x4.add(a3, b3);
    storePanel(y + row * pitch + (j << 2), width, a0, a1, a2, a3, spare);
  }
}

/** Stores 16 numbers, or the first `width` of them by way of `spare`. */
// @ts-ignore: decorator
@inline
function storePanel(to: usize, width: usize, a0: v128, a1: v128, a2: v128, a3: v128, spare: usize): void {
  const at = width == 16 ? to : spare + 64;
  v128.store(at, a0);
  v128.store(at, a1, 16);
  v128.store(at, a2, 32);
  v128.store(at, a3, 48);
  if (width != 16) memory.copy(to, at, width << 2);
}

/** sums += numbers, `width` of them. */
function addTo(width: usize, numbers: usize, sums: usize): void {
  for (let i: usize = 0; i < width << 2; i += 4) {
    store<f32>(sums + i, load<f32>(sums + i) + load<f32>(numbers + i));
  }
}

/** Packs 16 columns, zeros after `width`, and writes factor · the sums of the columns to `sums`. */
function packPanel(rows: usize, from: usize, pitch: usize, width: usize, factor: f32, to: usize, sums: usize): void {
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

/** dw [pixels, n] = xᵀ·dy, from the lists of `list_pairs`: the columns of one panel. `panel` is scratch memory for `rows` rows. */
export function multiply_pairs(
  chunk: usize, rows: usize, pixels: usize, n: usize, counts: usize, entries: usize, values: usize, base: f32,
  dy: usize, dw: usize, panel: usize,
): void {
  const pitch = n << 2, stride = sparse_stride(rows), half = (pixels + 1) >> 1, spare = panel + (rows << 6);
  const j = chunk * PANEL, width = min<usize>(n - j, PANEL);
  // spare: base · the sums of the columns of dy, where all rows of dw begin.
  packPanel(rows, dy + (j << 2), pitch, width, base, panel, spare);
  const s0 = v128.load(spare),
    s1 = v128.load(spare, 16),
    s2 = v128.load(spare, 32),
    s3 = v128.load(spare, 48);
  let to = dw + (j << 2);
  for (let pair: usize = 0; pair < half; pair++, to += pitch << 1) {
    let a0 = s0, a1 = s1, a2 = s2, a3 = s3, b0 = s0, b1 = s1, b2 = s2, b3 = s3;
    let entry = entries + ((pair * stride) << 2), value = values + ((pair * stride) << 3);
    const end = entry + (<usize>load<u32>(counts + (pair << 2)) << 2);
    // Two entries at a time.
    const twos = entry + ((((end - entry) >> 2) & ~1) << 2);
    for (; entry < twos; entry += 8, value += 16) {
      const two = load<u64>(entry), four = v128.load(value);
      let v = v128.shuffle<f32>(four, four, 0, 0, 0, 0), u = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
      let at = panel + (<usize>two);
      let d = v128.load(at);
      a0 = fma(v, d, a0);
      b0 = fma(u, d, b0);
      d = v128.load(at, 16);
      a1 = fma(v, d, a1);
      b1 = fma(u, d, b1);
      d = v128.load(at, 32);
      a2 = fma(v, d, a2);
      b2 = fma(u, d, b2);
      d = v128.load(at, 48);
      a3 = fma(v, d, a3);
      b3 = fma(u, d, b3);
      v = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
      u = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
      at = panel + (<usize>(two >> 32));
      d = v128.load(at);
      a0 = fma(v, d, a0);
      b0 = fma(u, d, b0);
      d = v128.load(at, 16);
      a1 = fma(v, d, a1);
      b1 = fma(u, d, b1);
      d = v128.load(at, 32);
      a2 = fma(v, d, a2);
      b2 = fma(u, d, b2);
      d = v128.load(at, 48);
      a3 = fma(v, d, a3);
      b3 = fma(u, d, b3);
    }
    if (entry < end) {
      const at = panel + <usize>load<u32>(entry);
      const v = v128.load32_splat(value), u = v128.load32_splat(value, 4);
      let d = v128.load(at);
      a0 = fma(v, d, a0);
      b0 = fma(u, d, b0);
      d = v128.load(at, 16);
      a1 = fma(v, d, a1);
      b1 = fma(u, d, b1);
      d = v128.load(at, 32);
      a2 = fma(v, d, a2);
      b2 = fma(u, d, b2);
      d = v128.load(at, 48);
      a3 = fma(v, d, a3);
      b3 = fma(u, d, b3);
    }
    storePanel(to, width, a0, a1, a2, a3, spare);
    if ((pair << 1) + 1 < pixels) storePanel(to + pitch, width, b0, b1, b2, b3, spare);
  }
}
