/** For each pair of neighbouring pixels, a list of the images in which one of them is not background. */
import { LANES, POSITIONS, sparse_pitch, sparse_stride, toFloats } from "./image_bytes";
import { ARGUMENTS, share } from "./threads";

/** Pixels whose pairs are listed at a time. */
const PIXELS_AT_ONCE: usize = 112;

/** What the chunks of `list_pairs` are told. */
@unmanaged
class PairLists {
  rows: usize;
  pixels: usize;
  bytes: usize;
  divisor: f32;
  counts: usize;
  numbers: usize;
  pairs: usize;
  entries: usize;
  values: usize;
}

/**
 * Lists, for each pair of neighbouring pixels, the rows where one of them is not 0: strokes are wider than a pixel, so the
 * lists of two neighbours are much the same. An entry is the row · 64 (32 bits) and both values byte / divisor. The list of
 * a pair has room for `sparse_stride(rows)` entries and holds `counts[pair]`. `numbers` and `pairs` are scratch memory
 * for as many 16-bit numbers. Eight rows at a time are transposed, so that a vector holds one pair of eight rows.
 */
export function list_pairs(
  rows: usize, pixels: usize, bytes: usize, divisor: f32, counts: usize, numbers: usize, pairs: usize, entries: usize,
  values: usize,
): void {
  const job = changetype<PairLists>(ARGUMENTS);
  job.rows = rows;
  job.pixels = pixels;
  job.bytes = bytes;
  job.divisor = divisor;
  job.counts = counts;
  job.numbers = numbers;
  job.pairs = pairs;
  job.entries = entries;
  job.values = values;
  share(listPairsChunk, (sparse_pitch(pixels) + PIXELS_AT_ONCE - 1) / PIXELS_AT_ONCE);
}

/** The pairs of some pixels. */
function listPairsChunk(chunk: usize, _thread: usize): void {
  const job = changetype<PairLists>(ARGUMENTS), rows = job.rows, pixels = job.pixels, counts = job.counts;
  const numbers = job.numbers, pairs = job.pairs, entries = job.entries, values = job.values;
  let bytes = job.bytes;
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
  const divisors = f32x4.splat(job.divisor);
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
