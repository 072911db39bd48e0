/** How matrices are cut into chunks: by whole rows, or by columns. */
import { MOST_CHUNKS } from "./threads";

/** The numbers that a chunk has at least. */
const FEWEST: usize = 4096;
/** Columns that lie on one cache line. */
const LINE: usize = 16;

/** How many rows a chunk has. */
// @ts-ignore: decorator
@inline
export function rowsOfChunk(rows: usize, columns: usize): usize {
  return max<usize>((FEWEST + columns - 1) / columns, rows / MOST_CHUNKS + 1);
}

/** How many columns a chunk has. */
// @ts-ignore: decorator
@inline
export function columnsOfChunk(rows: usize): usize {
  return (FEWEST / (rows + 1) + LINE) & ~(LINE - 1);
}

/** How many chunks there are of so many. */
// @ts-ignore: decorator
@inline
export function chunksOf(count: usize, size: usize): usize {
  return (count + size - 1) / size;
}
