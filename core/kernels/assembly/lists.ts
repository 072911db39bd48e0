/**
 * Batches of images that are mostly background, as lists of the pixels that are not.
 *
 * A batch is kept as its bytes, [rows, pitch], each row padded with zeros to whole vectors. A number of the matrix x is
 * (byte - background) / divisor, that is `base` = -background / divisor plus byte / divisor, and the second part is 0 for
 * four pixels in five. `sparse.ts` multiplies with the lists.
 */
import { TABLES } from "./layout";

/** For each mask of 8 bits, the positions of those that are set, a byte each. */
const POSITIONS: usize = TABLES;
/** The same positions, twice as two bytes: a shuffle that moves the marked 16-bit lanes to the front. */
const LANES: usize = TABLES + 256 * 8;
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

/** Rows staged and listed at a time. */
export const ROWS_AT_ONCE: usize = 16;

/**
 * Copies the images of the given numbers to `bytes`, [count, pitch], whose padding must be 0 already, and lists, row by row,
 * the pixels that are not 0: their positions (16 bits) and values byte / divisor. The list of a row begins at the
 * entry `spans[2 · row]` and ends before `spans[2 · row + 1]`. This for the rows of one chunk, whose lists follow each other.
 */
export function list_rows(
  chunk: usize, rows: usize, pixels: usize, images: usize, order: usize, bytes: usize, divisor: f32, spans: usize,
  positions: usize, values: usize,
): void {
  const pitch = sparse_pitch(pixels), from = chunk * ROWS_AT_ONCE, to = min(rows, from + ROWS_AT_ONCE);
  // All copies first: images in random order are not in the cache, and this way many are fetched at a time.
  for (let row = from; row < to; row++) {
    memory.copy(bytes + row * pitch, images + <usize>load<u32>(order + (row << 2)) * pixels, pixels);
  }
  // The bytes of the lists are collected where the last values will be: reading them stays ahead of writing values.
  const start = from * pitch, collected = values + (start << 2) + 3 * (to - from) * pitch - start, zero = i8x16.splat(0);
  let at = start;
  for (let row = from; row < to; row++) {
    const image = bytes + row * pitch;
    store<u32>(spans + (row << 3), <u32>at);
    for (let p: usize = 0; p < pitch; p += 16) {
      const pixels = v128.load(image + p);
      const mask = <usize>i8x16.bitmask(i8x16.ne(pixels, zero));
      if (!mask) continue;
      const low = v128.load64_zero(POSITIONS + ((mask & 255) << 3));
      v128.store(positions + (at << 1), i16x8.add(i16x8.extend_low_i8x16_u(low), i16x8.splat(<i16>p)));
      v128.store64_lane(collected + at, v128.swizzle(pixels, low), 0);
      at += <usize>popcnt(<u32>mask & 255);
      const high = v128.load64_zero(POSITIONS + ((mask >> 8) << 3));
      const upper = v128.shuffle<u64>(pixels, pixels, 1, 1);
      v128.store(positions + (at << 1), i16x8.add(i16x8.extend_low_i8x16_u(high), i16x8.splat(<i16>(p + 8))));
      v128.store64_lane(collected + at, v128.swizzle(upper, high), 0);
      at += <usize>popcnt(<u32>mask >> 8);
    }
    store<u32>(spans + (row << 3), <u32>at, 4);
  }
  const divisors = f32x4.splat(divisor);
  for (let i = start; i < at; i += 4) {
    v128.store(values + (i << 2), f32x4.div(toFloats(v128.load32_zero(collected + i)), divisors));
  }
}

/** Four bytes as float32. */
// @ts-ignore: decorator
@inline
function toFloats(bytes: v128): v128 {
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

/** Pixels whose pairs are listed at a time. */
export const PIXELS_AT_ONCE: usize = 112;

/**
 * Lists, for each pair of neighbouring pixels, the rows where one of them is not 0: strokes are wider than a pixel, so the
 * lists of two neighbours are much the same. An entry is the row · 64 (32 bits) and both values byte / divisor. The list of
 * a pair has room for `sparse_stride(rows)` entries and holds `counts[pair]`. `numbers` and `pairs` are scratch memory
 * for as many 16-bit numbers. Eight rows at a time are transposed, so that a vector holds one pair of eight rows. This for
 * the pixels of one chunk.
 */
export function list_pairs(
  chunk: usize, rows: usize, pixels: usize, bytes: usize, divisor: f32, counts: usize, numbers: usize, pairs: usize,
  entries: usize, values: usize,
): void {
  const pitch = sparse_pitch(pixels), stride = sparse_stride(rows), zero = i32x4.splat(0);
  const from = chunk * PIXELS_AT_ONCE, to = min(pitch, from + PIXELS_AT_ONCE);
  memory.fill(counts + (from << 1), 0, (to - from) << 1);
  for (let row: usize = 0; row < rows; row += 8, bytes += pitch << 3) {
    const left = rows - row;
    for (let p = from; p < to; p += 16) {
      const at = bytes + p;
      const r0 = v128.load(at);
      const r1 = left > 1 ? v128.load(at + pitch) : zero;
      const r2 = left > 2 ? v128.load(at + 2 * pitch) : zero;
      const r3 = left > 3 ? v128.load(at + 3 * pitch) : zero;
      const r4 = left > 4 ? v128.load(at + 4 * pitch) : zero;
      const r5 = left > 5 ? v128.load(at + 5 * pitch) : zero;
      const r6 = left > 6 ? v128.load(at + 6 * pitch) : zero;
      const r7 = left > 7 ? v128.load(at + 7 * pitch) : zero;
      const any = v128.or(v128.or(v128.or(r0, r1), v128.or(r2, r3)), v128.or(v128.or(r4, r5), v128.or(r6, r7)));
      if (!v128.any_true(any)) continue;
      listHalf(low16(r0, r1), low16(r2, r3), low16(r4, r5), low16(r6, r7), p >> 1, row, stride, counts, numbers, pairs);
      listHalf(
        high16(r0, r1), high16(r2, r3), high16(r4, r5), high16(r6, r7),
        (p >> 1) + 4, row, stride, counts, numbers, pairs,
      );
    }
  }
  const divisors = f32x4.splat(divisor);
  for (let pair = from >> 1; pair < to >> 1; pair++) {
    const start = pair * stride, end = start + <usize>load<u32>(counts + (pair << 2));
    for (let i = start; i < end; i += 8) {
      const number = v128.load(numbers + (i << 1)), entry = entries + (i << 2), value = values + (i << 3);
      v128.store(entry, i32x4.shl(i32x4.extend_low_i16x8_u(number), 6));
      v128.store(entry, i32x4.shl(i32x4.extend_high_i16x8_u(number), 6), 16);
      for (let k: usize = 0; k < 16; k += 4) {
        v128.store(value + (k << 2), f32x4.div(toFloats(v128.load32_zero(pairs + (i << 1) + k)), divisors));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function low16(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function high16(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** Ends the transposition of four pairs in eight rows and appends to their lists. */
// @ts-ignore: decorator
@inline
function listHalf(
  a: v128, b: v128, c: v128, d: v128, pair: usize, row: usize, stride: usize, counts: usize, numbers: usize,
  pairs: usize,
): void {
  const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
  append(v128.shuffle<u64>(ab, cd, 0, 2), pair, row, stride, counts, numbers, pairs);
  append(v128.shuffle<u64>(ab, cd, 1, 3), pair + 1, row, stride, counts, numbers, pairs);
  const ef = v128.shuffle<u32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
  append(v128.shuffle<u64>(ef, gh, 0, 2), pair + 2, row, stride, counts, numbers, pairs);
  append(v128.shuffle<u64>(ef, gh, 1, 3), pair + 3, row, stride, counts, numbers, pairs);
}

/** Appends those of eight rows to the list of a pair in which it is not 0. */
// @ts-ignore: decorator
@inline
function append(
  lanes: v128, pair: usize, row: usize, stride: usize, counts: usize, numbers: usize, pairs: usize,
): void {
  const mask = <usize>i16x8.bitmask(i16x8.ne(lanes, i16x8.splat(0)));
  if (!mask) return;
  const count = <usize>load<u32>(counts + (pair << 2)), at = (pair * stride + count) << 1;
  const rows = i16x8.extend_low_i8x16_u(v128.load64_zero(POSITIONS + (mask << 3)));
  v128.store(numbers + at, i16x8.add(rows, i16x8.splat(<i16>row)));
  v128.store(pairs + at, v128.swizzle(lanes, v128.load(LANES + (mask << 4))));
  store<u32>(counts + (pair << 2), <u32>(count + popcnt(<u32>mask)));
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
