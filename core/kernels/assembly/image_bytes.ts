/**
 * Batches of images that are mostly background.
 *
 * A batch is kept as its bytes, [rows, pitch], each row padded with zeros to whole vectors. A number of the matrix x is
 * (byte - background) / divisor, that is `base` = -background / divisor plus byte / divisor, and the second part is 0 for
 * four pixels in five. So the pixels that are not 0 are listed, in `row_lists.ts` and `pair_lists.ts`.
 */
import { TABLES } from "./layout";

/** For each mask of 8 bits, the positions of those that are set, a byte each. */
export const POSITIONS: usize = TABLES;
/** The same positions, twice as two bytes: a shuffle that moves the marked 16-bit lanes to the front. */
export const LANES: usize = TABLES + 256 * 8;
for (let mask: usize = 0; mask < 256; mask++) {
  let position = POSITIONS + (mask << 3), lane = LANES + (mask << 4);
  for (let bit: usize = 0; bit < 8; bit++) {
    if (!((mask >> bit) & 1)) continue;
    store<u8>(position, <u8>bit);
    store<u8>(lane, <u8>(bit << 1));
    store<u8>(lane, <u8>(bit << 1) + 1, 1);
    position += 1;
    lane += 2;
  }
}

/** The length of a row of bytes: a multiple of 16. */
export function sparse_pitch(pixels: usize): usize {
  return (pixels + 15) & ~15;
}

/** Room for a list of rows: every list begins at a multiple of 8, and whole vectors of 8 are written. */
export function sparse_stride(rows: usize): usize {
  return (rows + 15) & ~7;
}

/** Four bytes as float32. */
// @ts-ignore: decorator
@inline
export function toFloats(bytes: v128): v128 {
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

/** out [count, pixels]: the bytes as numbers, for whoever wants the whole matrix. */
export function expand(count: usize, pixels: usize, bytes: usize, background: f32, divisor: f32, out: usize): void {
  const pitch = sparse_pitch(pixels), backgrounds = f32x4.splat(background), divisors = f32x4.splat(divisor);
  for (let i: usize = 0; i < count; i++, bytes += pitch) {
    let p: usize = 0;
    for (; p + 4 <= pixels; p += 4, out += 16) {
      v128.store(out, f32x4.div(f32x4.sub(toFloats(v128.load32_zero(bytes + p)), backgrounds), divisors));
    }
    for (; p < pixels; p++, out += 4) store<f32>(out, (<f32>load<u8>(bytes + p) - background) / divisor);
  }
}
