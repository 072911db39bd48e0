/** For each pair of neighbouring pixels, a list of the images of a batch in which it is a stroke. */
import { ARGUMENTS, share } from "./threads";

/** Pairs that are listed at a time. */
const PAIRS_AT_ONCE: usize = 196;

/** Room for a list of rows: every list begins at a multiple of 8. */
export function sparse_stride(rows: usize): usize {
  return (rows + 7) & ~7;
}

/** What the chunks of `list_pairs` are told. */
@unmanaged
class PairLists {
  rows: usize;
  pairs: usize;
  order: usize;
  starts: usize;
  strokes: usize;
  table: usize;
  counts: usize;
  entries: usize;
  values: usize;
}

/**
 * Lists, for each pair of neighbouring pixels, the rows where one of them is not 0. An entry is the row · 64 (32 bits) and both values, which
 * `table` holds for all bytes. The list of a pair has room for `sparse_stride(rows)` entries and holds `counts[pair]`.
 */
export function list_pairs(
  rows: usize, pixels: usize, order: usize, starts: usize, strokes: usize, table: usize, counts: usize, entries: usize,
  values: usize,
): void {
  const job = changetype<PairLists>(ARGUMENTS), pairs = (pixels + 1) >> 1;
  job.rows = rows;
  job.pairs = pairs;
  job.order = order;
  job.starts = starts;
  job.strokes = strokes;
  job.table = table;
  job.counts = counts;
  job.entries = entries;
  job.values = values;
  share(listPairsChunk, (pairs + PAIRS_AT_ONCE - 1) / PAIRS_AT_ONCE);
}

/** Some pairs. */
function listPairsChunk(chunk: usize, _thread: usize): void {
  const job = changetype<PairLists>(ARGUMENTS), rows = job.rows, order = job.order, starts = job.starts;
  const strokes = job.strokes, table = job.table, counts = job.counts, entries = job.entries, values = job.values;
  const from = chunk * PAIRS_AT_ONCE, to = min(job.pairs, from + PAIRS_AT_ONCE), stride = sparse_stride(rows);
  // At first the count of a pair is the number of its next entry.
  for (let pair = from; pair < to; pair++) store<u32>(counts + (pair << 2), <u32>(pair * stride));
  for (let row: usize = 0; row < rows; row++) {
    const image = starts + (<usize>load<u32>(order + (row << 2)) << 2);
    let stroke = strokes + (<usize>load<u32>(image) << 2), end = strokes + (<usize>load<u32>(image, 4) << 2);
    if (from > 0) stroke = firstFrom(from, stroke, end);
    if (to < job.pairs) end = firstFrom(to, stroke, end);
    for (; stroke < end; stroke += 4) {
      const bits = <usize>load<u32>(stroke), count = counts + ((bits & 0xffff) << 2), at = <usize>load<u32>(count);
      store<u32>(count, <u32>at + 1);
      store<u32>(entries + (at << 2), <u32>row << 6);
      const first = <u64>load<u32>(table + ((bits >> 14) & 0x3fc)), second = <u64>load<u32>(table + ((bits >> 24) << 2));
      store<u64>(values + (at << 3), first | (second << 32));
    }
  }
  for (let pair = from; pair < to; pair++) {
    const count = counts + (pair << 2);
    store<u32>(count, load<u32>(count) - <u32>(pair * stride));
  }
}

/** The first of the strokes, which are in order, whose pair is not less than the given one. */
function firstFrom(pair: usize, stroke: usize, end: usize): usize {
  while (stroke < end) {
    const middle = stroke + (((end - stroke) >> 3) << 2);
    if (<usize>load<u16>(middle) < pair) stroke = middle + 4;
    else end = middle;
  }
  return stroke;
}
