/* Panels of columns of a matrix, as wide as four vectors: what products with images make at a time. */
#pragma once
#include "vector.h"

#define PANEL_VECTORS 4
#define PANEL (PANEL_VECTORS * LANES)

/* factor · the sums of `width` columns of `rows` rows; 0 if the factor is 0, even where a sum is infinite. Zeros after the last column. */
INLINE void scaled_sums(size_t rows, const float *from, size_t pitch, size_t width, float factor, float *sums) {
  for (size_t j = 0; j < PANEL; j++) sums[j] = 0;
  if (factor == 0) return;
  for (size_t row = 0; row < rows; row++, from += pitch) {
    for (size_t j = 0; j < width; j++) sums[j] += from[j];
  }
  for (size_t j = 0; j < width; j++) sums[j] *= factor;
}
