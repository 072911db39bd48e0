/* How matrices are cut into chunks, by whole rows or by columns: as in `assembly/matrices.ts`. */
#pragma once
#include "threads.h"
#include "vector.h"

/* The numbers that a chunk has at least, and columns that lie on one cache line. */
#define FEWEST 4096
#define LINE 16

INLINE size_t rows_per_chunk(size_t rows, size_t columns) {
  return most((FEWEST + columns - 1) / columns, rows / MOST_CHUNKS + 1);
}

INLINE size_t columns_per_chunk(size_t rows) {
  return (FEWEST / (rows + 1) + LINE) & ~(size_t)(LINE - 1);
}

/* How many chunks there are of so many. */
INLINE size_t chunk_count(size_t count, size_t size) {
  return (count + size - 1) / size;
}
