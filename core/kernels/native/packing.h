/* B of a product A·B, packed into panels as wide as a tile, zero-padded, in the order in which the tiles read them. */
#pragma once
#include "tiles.h"

/* Copies `width` columns of `inner` rows, `pitch` numbers apart. */
INLINE void pack_across(const float *from, size_t pitch, size_t width, size_t inner, float *to) {
  for (size_t p = 0; p < inner; p++, from += pitch, to += TILE_COLUMNS) {
    if (width == TILE_COLUMNS) {
      store(to, load(from));
      store(to + LANES, load(from + LANES));
    } else {
      memcpy(to, from, width * 4);
      memset(to + width, 0, (TILE_COLUMNS - width) * 4);
    }
  }
}

typedef float Four __attribute__((vector_size(16)));
typedef float FourAnywhere __attribute__((vector_size(16), aligned(4), may_alias));

#if defined __has_builtin
#if __has_builtin(__builtin_shufflevector)
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#endif
#endif
#if !defined SHUFFLE
typedef int32_t FourInts __attribute__((vector_size(16)));
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (FourInts){__VA_ARGS__})
#endif

/* Transposes four rows of four numbers. */
INLINE void transpose_four(const float *from, size_t pitch, float *to) {
  Four r0 = *(const FourAnywhere *)from, r1 = *(const FourAnywhere *)(from + pitch);
  Four r2 = *(const FourAnywhere *)(from + 2 * pitch), r3 = *(const FourAnywhere *)(from + 3 * pitch);
  Four low01 = SHUFFLE(r0, r1, 0, 4, 1, 5), high01 = SHUFFLE(r0, r1, 2, 6, 3, 7);
  Four low23 = SHUFFLE(r2, r3, 0, 4, 1, 5), high23 = SHUFFLE(r2, r3, 2, 6, 3, 7);
  *(FourAnywhere *)to = SHUFFLE(low01, low23, 0, 1, 4, 5);
  *(FourAnywhere *)(to + TILE_COLUMNS) = SHUFFLE(low01, low23, 2, 3, 6, 7);
  *(FourAnywhere *)(to + 2 * TILE_COLUMNS) = SHUFFLE(high01, high23, 0, 1, 4, 5);
  *(FourAnywhere *)(to + 3 * TILE_COLUMNS) = SHUFFLE(high01, high23, 2, 3, 6, 7);
}

/* Transposes `width` rows of `inner` numbers, `pitch` numbers apart. */
INLINE void pack_along(const float *from, size_t pitch, size_t width, size_t inner, float *to) {
  size_t fours = width & ~(size_t)3;
  for (size_t row = 0; row < fours; row += 4) {
    size_t p = 0;
    for (; p + 4 <= inner; p += 4) transpose_four(from + row * pitch + p, pitch, to + p * TILE_COLUMNS + row);
    for (; p < inner; p++) {
      for (size_t i = row; i < row + 4; i++) to[p * TILE_COLUMNS + i] = from[i * pitch + p];
    }
  }
  for (size_t p = 0; p < inner; p++, to += TILE_COLUMNS) {
    for (size_t row = fours; row < width; row++) to[row] = from[row * pitch + p];
    for (size_t row = width; row < TILE_COLUMNS; row++) to[row] = 0;
  }
}

/* Packs `columns` columns of B from `left` on, `inner` rows from `from` on. */
INLINE void pack_panels(
  const float *b, size_t pitch, int transposed, size_t left, size_t columns, size_t from, size_t inner, float *to) {
  for (size_t j = 0; j < columns; j += TILE_COLUMNS, to += inner * TILE_COLUMNS) {
    size_t width = least(TILE_COLUMNS, columns - j);
    if (transposed) pack_along(b + (left + j) * pitch + from, pitch, width, inner, to);
    else pack_across(b + from * pitch + left + j, pitch, width, inner, to);
  }
}
