/*
 * Tiles of a product C = A·B: a few rows, as wide as two vectors, stay in registers while the inner dimension runs. A step loads two vectors of
 * B, spreads one number of A at a time over the lanes, and does two multiply-adds with it.
 */
#pragma once
#include "vector.h"

/* So many rows that there are enough sums under way, and registers for all of them: of 32, or of 16. */
#if VECTOR_BYTES == 64 || defined __ARM_NEON
#define TILE_ROWS 12
#else
#define TILE_ROWS 6
#endif
#define TILE_COLUMNS (2 * LANES)

/* Adds A·B to `rows` rows of C, one or two vectors wide. The numbers of A are `pitch` apart from row to row, `step` along the inner dimension. */
INLINE void add_rows(
  size_t rows, size_t vectors, size_t inner, const float *a, size_t pitch, size_t step, const float *b, float *c, size_t c_pitch) {
  Floats low[TILE_ROWS], high[TILE_ROWS];
  UNROLL for (size_t i = 0; i < rows; i++) {
    low[i] = load(c + i * c_pitch);
    if (vectors == 2) high[i] = load(c + i * c_pitch + LANES);
  }
  for (size_t p = 0; p < inner; p++, a += step, b += TILE_COLUMNS) {
    Floats b_low = load(b), b_high = vectors == 2 ? load(b + LANES) : b_low;
    UNROLL for (size_t i = 0; i < rows; i++) {
      Floats number = splat(a[i * pitch]);
      low[i] = fmadd(number, b_low, low[i]);
      if (vectors == 2) high[i] = fmadd(number, b_high, high[i]);
    }
  }
  UNROLL for (size_t i = 0; i < rows; i++) {
    store(c + i * c_pitch, low[i]);
    if (vectors == 2) store(c + i * c_pitch + LANES, high[i]);
  }
}

/* The same, compiled for each number of rows, and for A stored as it is (a step of 1) and transposed (a pitch of 1). */
#define TILE_OF(count) \
  case count: \
    if (step == 1) add_rows(count, vectors, inner, a, pitch, 1, b, c, c_pitch); \
    else add_rows(count, vectors, inner, a, 1, step, b, c, c_pitch); \
    break;

INLINE void add_tile_of(
  size_t vectors, size_t rows, size_t inner, const float *a, size_t pitch, size_t step, const float *b, float *c, size_t c_pitch) {
  switch (rows) {
    TILE_OF(1) TILE_OF(2) TILE_OF(3) TILE_OF(4) TILE_OF(5) TILE_OF(6)
#if TILE_ROWS == 12
    TILE_OF(7) TILE_OF(8) TILE_OF(9) TILE_OF(10) TILE_OF(11) TILE_OF(12)
#endif
  }
}

/* Adds A·B to a tile of C of which `width` columns count, in memory that is as wide as whole vectors. */
static void add_tile(
  size_t rows, size_t width, size_t inner, const float *a, size_t pitch, size_t step, const float *b, float *c, size_t c_pitch) {
  if (width > LANES) add_tile_of(2, rows, inner, a, pitch, step, b, c, c_pitch);
  else add_tile_of(1, rows, inner, a, pitch, step, b, c, c_pitch);
}
