/** For each image of a batch, a list of the pixels that are not background. */
import { POSITIONS, sparse_pitch, toFloats } from "./image_bytes";
import { ARGUMENTS, share } from "./threads";

/** Rows staged and listed at a time. */
const ROWS_AT_ONCE: usize = 16;

/** What the chunks of `list_rows` are told. */
@unmanaged
class RowLists {
  rows: usize;
  pixels: usize;
  images: usize;
  order: usize;
  bytes: usize;
  divisor: f32;
  spans: usize;
  positions: usize;
  values: usize;
}

/**
 * Copies the images of the given numbers to `bytes`, [count, pitch], whose padding must be 0 already, and lists, row by row,
 * the pixels that are not 0: their positions (16 bits) and values byte / divisor. The list of a row begins at the
 * entry `spans[2 · row]` and ends before `spans[2 · row + 1]`.
 */
export function list_rows(
  rows: usize, pixels: usize, images: usize, order: usize, bytes: usize, divisor: f32, spans: usize, positions: usize,
  values: usize,
): void {
  const job = changetype<RowLists>(ARGUMENTS);
  job.rows = rows;
  job.pixels = pixels;
  job.images = images;
  job.order = order;
  job.bytes = bytes;
  job.divisor = divisor;
  job.spans = spans;
  job.positions = positions;
  job.values = values;
  share(listRowsChunk, (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE);
}

/** Some rows, whose lists follow each other. */
function listRowsChunk(chunk: usize, _thread: usize): void {
  const job = changetype<RowLists>(ARGUMENTS), rows = job.rows, pixels = job.pixels, images = job.images;
  const order = job.order, bytes = job.bytes, spans = job.spans, positions = job.positions, values = job.values;
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
  const divisors = f32x4.splat(job.divisor);
  for (let i = start; i < at; i += 4) {
    v128.store(values + (i << 2), f32x4.div(toFloats(v128.load32_zero(collected + i)), divisors));
  }
}
