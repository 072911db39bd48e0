/**
 * Distorted images. The specification is the plain formula in `reference_images.ts`. Coordinates are multiples of 2⁻¹⁶ pixels and weights of
 * 2⁻⁸, whole numbers, so all kernels give the same bytes.
 */
import { ZERO } from "./vector";

/** The bits of a coordinate after the point. */
const BITS: i32 = 16;
/** Two bytes with room to be multiplied by 256, and 256 for both. */
const PAIR: i32 = 0x00ff00ff;
const WHOLE: i32 = 0x01000100;
/** What turns 16 bits without a sign into such with one; what that takes off a sum of weights 256, and half of what is cut off. */
const SIGNS: i32 = <i32>0x80008000;
const BACK: i32 = (0x8000 << 8) + 0x8000;

/** Bytes of a row of squares as a power of two: there is room for a column before and one after the image. */
// @ts-ignore: decorator
@inline
function pitchBits(columns: usize): i32 {
  return 32 - clz<u32>(<u32>columns + 17);
}

/**
 * Bytes of memory that `distort` wants for images of this size, zero before the first: the image with a border of background, and of each
 * place the four pixels that it lies between as one number.
 */
export function distort_room(rows: usize, columns: usize): usize {
  return (((rows + 3) * 5) << pitchBits(columns)) + 64;
}

/**
 * to [rows, columns]: an image whose pixel (x, y) is read from between those around
 * (cx + a·p + b·q + Δx, cy + a·q - b·p + Δy) for p = x + left and q = y + top, where (cx, cy) is the middle; outside of the image is 0. `a`,
 * `b`, `left` and `top` are multiples of 2⁻¹⁶. At `field`, unless that is 0, are numbers of 16 bits, Δx in the lower half, Δy in the upper,
 * multiples of 2⁻⁸ that are `most` at most: of the pixel, those of the row (y + windowY) & mask and column windowX + x, `stride` to a row.
 */
export function distort(
  rows: usize, columns: usize, image: usize, a: i32, b: i32, left: i32, top: i32, field: usize, stride: usize, mask: usize,
  windowX: usize, windowY: usize, most: f64, room: usize, to: usize,
): void {
  const bits = pitchBits(columns), squares = room + ((rows + 3) << bits);
  memory.fill(to, 0, rows * columns);
  // The least rectangle that has all ink in it.
  let first: usize = rows, last: usize = 0, start: usize = columns, end: usize = 0;
  const marks = room + ((rows + 2) << bits);
  memory.fill(marks, 0, 1 << bits);
  for (let y: usize = 0; y < rows; y++) {
    const row = room + ((y + 1) << bits);
    copyRow(row + 1, image + y * columns, columns);
    let ink = v128.load(ZERO);
    for (let x: usize = 0; x <= columns; x += 16) {
      const v = v128.load(row + x);
      ink = v128.or(ink, v);
      v128.store(marks + x, v128.or(v128.load(marks + x), v));
    }
    if (!v128.any_true(ink)) continue;
    if (first == rows) first = y;
    last = y;
  }
  if (first == rows) return;
  for (let x: usize = 0; x < columns; x++) {
    if (!load<u8>(marks + x + 1)) continue;
    if (start == columns) start = x;
    end = x;
  }
  for (let t: usize = 0; t <= rows; t++) packRow(room + (t << bits), 1 << bits, columns, squares + (t << (bits + 2)));

  // Which pixels are read from ink: those around the rectangle that it is in, where that goes.
  const one: f64 = 65536, cx = 0.5 * <f64>(columns - 1), cy = 0.5 * <f64>(rows - 1);
  const forth = one / (<f64>a * <f64>a + <f64>b * <f64>b);
  const inkX = 0.5 * (<f64>start + <f64>end) - cx, inkY = 0.5 * (<f64>first + <f64>last) - cy;
  const wide = 0.5 * (<f64>end - <f64>start) + 1 + most, high = 0.5 * (<f64>last - <f64>first) + 1 + most;
  const x = forth * (<f64>a * inkX - <f64>b * inkY) - <f64>left / one;
  const y = forth * (<f64>b * inkX + <f64>a * inkY) - <f64>top / one;
  const reachX = forth * (Math.abs(<f64>a) * wide + Math.abs(<f64>b) * high);
  const reachY = forth * (Math.abs(<f64>b) * wide + Math.abs(<f64>a) * high);
  const x0 = <i32>Math.max(0, Math.floor(x - reachX)), x1 = <i32>Math.min(<f64>columns - 1, Math.ceil(x + reachX));
  const y0 = <i32>Math.max(0, Math.floor(y - reachY)), y1 = <i32>Math.min(<f64>rows - 1, Math.ceil(y + reachY));
  for (let y = y0; y <= y1; y++) {
    const above = <i64>top + (<i64>y << BITS), p = <i64>left + (<i64>x0 << BITS);
    // 1 more than the coordinate, for the border.
    const u = <i32>(<i64>(one * (cx + 1)) + ((<i64>a * p + <i64>b * above + 0x8000) >> BITS));
    const v = <i32>(<i64>(one * (cy + 1)) + ((<i64>a * above - <i64>b * p + 0x8000) >> BITS));
    const shown = field ? field + ((((<usize>y + windowY) & mask) * stride + windowX) << 2) : 0;
    distortRow(x0, x1, columns, rows, squares, bits, u, v, a, b, shown, to + <usize>y * columns);
  }
}

/** Copies bytes that are so few that a call of `memory.copy` would take longer. */
// @ts-ignore: decorator
@inline
function copyRow(to: usize, from: usize, count: usize): void {
  let x: usize = 0;
  for (; x + 16 <= count; x += 16) v128.store(to + x, v128.load(from + x));
  if (x + 8 <= count) {
    store<u64>(to + x, load<u64>(from + x));
    x += 8;
  }
  if (x + 4 <= count) {
    store<u32>(to + x, load<u32>(from + x));
    x += 4;
  }
  for (; x < count; x++) store<u8>(to + x, load<u8>(from + x));
}

/** The squares of a row: of what is left and right above, and left and right below, from the lowest byte up. */
function packRow(above: usize, pitch: usize, columns: usize, squares: usize): void {
  for (let s: usize = 0; s <= columns; s += 16) {
    const la = v128.load(above + s), ra = v128.load(above + s, 1), below = above + pitch + s;
    const lb = v128.load(below), rb = v128.load(below, 1), to = squares + (s << 2);
    const low = i8x16.shuffle(la, ra, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const high = i8x16.shuffle(la, ra, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const lowBelow = i8x16.shuffle(lb, rb, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const highBelow = i8x16.shuffle(lb, rb, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    v128.store(to, v128.shuffle<i16>(low, lowBelow, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(to, v128.shuffle<i16>(low, lowBelow, 4, 12, 5, 13, 6, 14, 7, 15), 16);
    v128.store(to, v128.shuffle<i16>(high, highBelow, 0, 8, 1, 9, 2, 10, 3, 11), 32);
    v128.store(to, v128.shuffle<i16>(high, highBelow, 4, 12, 5, 13, 6, 14, 7, 15), 48);
  }
}

/** The pixels from x0 to x1 of a row, or some more, of which the first is read from (u, v) without its displacement. */
function distortRow(
  x0: i32, x1: i32, columns: usize, rows: usize, squares: usize, bits: i32, u: i32, v: i32, a: i32, b: i32, field: usize,
  to: usize,
): void {
  const lastX = i32x4.splat(<i32>columns + 1), lastY = i32x4.splat(<i32>rows + 1), signs = i32x4.splat(SIGNS);
  const pair = i32x4.splat(PAIR), whole = i32x4.splat(WHOLE), byte = i32x4.splat(255), back = i32x4.splat(BACK);
  const stepU = i32x4.splat(4 * a), stepV = i32x4.splat(4 * b), base = squares, full = i32x4.splat(256);
  let us = i32x4(u, u + a, u + 2 * a, u + 3 * a), vs = i32x4(v, v - b, v - 2 * b, v - 3 * b);
  for (let x = x0; x <= x1; x += 4, us = i32x4.add(us, stepU), vs = i32x4.sub(vs, stepV)) {
    let s = us, t = vs;
    if (field) {
      const shown = v128.load(field + (<usize>x << 2));
      s = i32x4.add(s, i32x4.shr_s(i32x4.shl(shown, 16), 8));
      t = i32x4.add(t, i32x4.shl(i32x4.shr_s(shown, 16), 8));
    }
    // Before the image is below 0, without a sign far after it.
    const i = i32x4.min_u(i32x4.shr_s(s, BITS), lastX), k = i32x4.min_u(i32x4.shr_s(t, BITS), lastY);
    const at = i32x4.shl(i32x4.add(i32x4.shl(k, bits), i), 2);
    let square = v128.load32_zero(base + <usize>i32x4.extract_lane(at, 0));
    square = v128.load_lane<u32>(base + <usize>i32x4.extract_lane(at, 1), square, 1);
    square = v128.load_lane<u32>(base + <usize>i32x4.extract_lane(at, 2), square, 2);
    square = v128.load_lane<u32>(base + <usize>i32x4.extract_lane(at, 3), square, 3);
    // Left and right mixed, of the upper and the lower pair at once; then upper and lower.
    const wx = v128.and(i32x4.shr_u(s, 8), byte), both = v128.or(wx, i32x4.shl(wx, 16));
    const wy = v128.and(i32x4.shr_u(t, 8), byte);
    const lefts = i16x8.mul(v128.and(square, pair), i32x4.sub(whole, both));
    const mixed = i16x8.add(lefts, i16x8.mul(v128.and(i32x4.shr_u(square, 8), pair), both));
    const weights = v128.or(i32x4.sub(full, wy), i32x4.shl(wy, 16));
    const sum = i32x4.add(i32x4.dot_i16x8_s(v128.xor(mixed, signs), weights), back);
    const greys = i32x4.shr_u(sum, BITS), words = i16x8.narrow_i32x4_s(greys, greys), bytes = i8x16.narrow_i16x8_u(words, words);
    if (<usize>x + 4 <= columns) {
      v128.store_lane<u32>(to + <usize>x, bytes, 0);
      continue;
    }
    const four = <u32>i32x4.extract_lane(bytes, 0);
    for (let j: usize = 0; <usize>x + j < columns; j++) store<u8>(to + <usize>x + j, <u8>(four >> (<u32>j << 3)));
  }
}
