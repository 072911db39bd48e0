/**
 * Images that are mostly background, as lists of their strokes.
 *
 * A stroke is a pair of neighbouring pixels of which one at least is not 0: strokes are wider than a pixel. It is 32 bits: the number of the
 * pair, and both bytes. The strokes of an image are in order and depend on nothing but the image, so those of a dataset are listed once. What
 * the products read is made of them for each batch, in `row_lists.ts` and `pair_lists.ts`.
 *
 * A number of the matrix x is (byte - background) / divisor, that is `base` = -background / divisor plus byte / divisor, and the
 * second part is 0 for four pixels in five.
 */
import { SPARE, TABLES } from "./layout";

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

/** The length of a row of numbers or bytes: a multiple of 16. */
export function sparse_pitch(pixels: usize): usize {
  return (pixels + 15) & ~15;
}

/**
 * Lists the strokes of `count` images, of the numbers in `order` or, where its address is 0, one after the other. Those of the image i begin at
 * the entry `starts[i]` and end before `starts[i + 1]`; `starts[0]` says where the first begin. Up to 7 entries after the end are written.
 * Where the address `strokes` is 0, they are only counted.
 */
export function list_strokes(
  count: usize, pixels: usize, images: usize, order: usize, starts: usize, strokes: usize,
): void {
  let at = <usize>load<u32>(starts);
  const whole = pixels & ~15;
  // A look at all lines first: images in random order are not in the cache, and this way many are fetched at a time.
  let seen: u32 = 0;
  for (let i: usize = 0; order && i < count; i++) {
    const image = images + <usize>load<u32>(order + (i << 2)) * pixels;
    for (let p: usize = 0; p < pixels; p += 64) seen |= load<u8>(image + p);
  }
  store<u32>(SPARE, seen);
  for (let i: usize = 0; i < count; i++) {
    const image = images + (order ? <usize>load<u32>(order + (i << 2)) : i) * pixels;
    for (let p: usize = 0; p < whole; p += 16) at = listEight(v128.load(image + p), p >> 1, at, strokes);
    if (whole < pixels) {
      v128.store(SPARE, i32x4.splat(0));
      memory.copy(SPARE, image + whole, pixels - whole);
      at = listEight(v128.load(SPARE), whole >> 1, at, strokes);
    }
    store<u32>(starts + (i << 2), <u32>at, 4);
  }
}

/** Lists those of eight pairs that are strokes. Returns where the list ends. */
// @ts-ignore: decorator
@inline
function listEight(bytes: v128, pair: usize, at: usize, strokes: usize): usize {
  const mask = <usize>i16x8.bitmask(i16x8.ne(bytes, i16x8.splat(0)));
  if (!mask) return at;
  if (strokes) {
    const moved = v128.swizzle(bytes, v128.load(LANES + (mask << 4)));
    const chosen = i16x8.extend_low_i8x16_u(v128.load64_zero(POSITIONS + (mask << 3)));
    const numbers = i16x8.add(chosen, i16x8.splat(<i16>pair)), to = strokes + (at << 2);
    v128.store(to, v128.shuffle<u16>(numbers, moved, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(to, v128.shuffle<u16>(numbers, moved, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  }
  return at + <usize>popcnt(<u32>mask);
}

/** Four bytes as float32. */
// @ts-ignore: decorator
@inline
export function toFloats(bytes: v128): v128 {
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

/** out [count, pixels]: the images of the given numbers as plain numbers, for whoever wants the whole matrix. */
export function expand(
  count: usize, pixels: usize, order: usize, starts: usize, strokes: usize, background: f32, divisor: f32, out: usize,
): void {
  const base = (<f32>0 - background) / divisor;
  for (let i: usize = 0; i < count; i++, out += pixels << 2) {
    for (let p: usize = 0; p < pixels; p++) store<f32>(out + (p << 2), base);
    const image = starts + (<usize>load<u32>(order + (i << 2)) << 2);
    const end = strokes + (<usize>load<u32>(image, 4) << 2);
    for (let stroke = strokes + (<usize>load<u32>(image) << 2); stroke < end; stroke += 4) {
      const p = <usize>load<u16>(stroke) << 1, to = out + (p << 2);
      store<f32>(to, (<f32>load<u8>(stroke, 2) - background) / divisor);
      if (p + 1 < pixels) store<f32>(to, (<f32>load<u8>(stroke, 3) - background) / divisor, 4);
    }
  }
}
