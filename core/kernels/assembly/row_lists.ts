/** For each image of a batch, a list of the pixels that are not background, made of its strokes. */
import { LANES, POSITIONS, sparse_pitch, toFloats } from "./strokes";
import { ARGUMENTS, share } from "./threads";

/** Rows listed at a time. */
const ROWS_AT_ONCE: usize = 16;

// A shuffle that moves the bytes of four strokes to the front, and what makes the numbers of their pixels of those of pairs.
const BYTES: usize = memory.data<u8>([2, 3, 6, 7, 10, 11, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255], 16);
const SECOND: usize = memory.data<u16>([0, 1, 0, 1, 0, 1, 0, 1], 16);

/** What the chunks of `list_rows` are told. */
@unmanaged
class RowLists {
  rows: usize;
  pixels: usize;
  order: usize;
  starts: usize;
  strokes: usize;
  divisor: f32;
  spans: usize;
  positions: usize;
  values: usize;
}

/**
 * Lists, row by row, the pixels that are not 0 of the images of the given numbers: their positions (16 bits) and values byte / divisor. The
 * list of a row begins at the entry `spans[2 · row]` and ends before `spans[2 · row + 1]`. Up to 12 bytes after the end of `strokes` are read,
 * not used.
 */
export function list_rows(
  rows: usize, pixels: usize, order: usize, starts: usize, strokes: usize, divisor: f32, spans: usize, positions: usize,
  values: usize,
): void {
  const job = changetype<RowLists>(ARGUMENTS);
  job.rows = rows;
  job.pixels = pixels;
  job.order = order;
  job.starts = starts;
  job.strokes = strokes;
  job.divisor = divisor;
  job.spans = spans;
  job.positions = positions;
  job.values = values;
  share(listRowsChunk, (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE);
}

/** Some rows, whose lists follow each other. */
function listRowsChunk(chunk: usize, _thread: usize): void {
  const job = changetype<RowLists>(ARGUMENTS), rows = job.rows, strokes = job.strokes, positions = job.positions;
  const order = job.order, starts = job.starts, spans = job.spans, values = job.values;
  const pitch = sparse_pitch(job.pixels), from = chunk * ROWS_AT_ONCE, to = min(rows, from + ROWS_AT_ONCE);
  // The bytes of the lists are collected where the last values will be: reading them stays ahead of writing values.
  const start = from * pitch, collected = values + (start << 2) + 3 * (to - from) * pitch - start;
  const firsts = v128.load(BYTES), second = v128.load(SECOND), zero = i8x16.splat(0);
  // A look at all lines first: images in random order are not in the cache, and this way many are fetched at a time.
  let seen: u32 = 0;
  for (let row = from; row < to; row++) {
    const image = starts + (<usize>load<u32>(order + (row << 2)) << 2);
    const end = strokes + (<usize>load<u32>(image, 4) << 2);
    for (let line = strokes + (<usize>load<u32>(image) << 2); line < end; line += 64) seen |= load<u32>(line);
  }
  store<u32>(spans + (from << 3), seen);
  let at = start;
  for (let row = from; row < to; row++) {
    const image = starts + (<usize>load<u32>(order + (row << 2)) << 2);
    const end = strokes + (<usize>load<u32>(image, 4) << 2);
    store<u32>(spans + (row << 3), <u32>at);
    for (let stroke = strokes + (<usize>load<u32>(image) << 2); stroke < end; stroke += 16) {
      const four = v128.load(stroke), bytes = v128.swizzle(four, firsts);
      // Of the last ones only those that belong to the image.
      const mine = (<usize>1 << min<usize>(8, (end - stroke) >> 1)) - 1;
      const mask = <usize>i8x16.bitmask(i8x16.ne(bytes, zero)) & mine;
      const twice = v128.shuffle<u16>(four, four, 0, 0, 2, 2, 4, 4, 6, 6);
      const pixels = v128.or(i16x8.shl(twice, 1), second);
      v128.store(positions + (at << 1), v128.swizzle(pixels, v128.load(LANES + (mask << 4))));
      v128.store64_lane(collected + at, v128.swizzle(bytes, v128.load64_zero(POSITIONS + (mask << 3))), 0);
      at += <usize>popcnt(<u32>mask);
    }
    store<u32>(spans + (row << 3), <u32>at, 4);
  }
  const divisors = f32x4.splat(job.divisor);
  for (let i = start; i < at; i += 4) {
    v128.store(values + (i << 2), f32x4.div(toFloats(v128.load32_zero(collected + i)), divisors));
  }
}
