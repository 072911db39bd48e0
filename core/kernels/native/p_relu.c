/* Parametric ReLU: x for x > 0, else ax, for one slope a of each column, or one of all. As in `assembly/p_relu.ts`. */
#include "memory.h"
#include "wide.h"

/* The slopes of some columns from `k` on. */
INLINE Floats slopes_of(const float *slopes, int one, size_t k, size_t count) {
  return one ? splat(*slopes) : load_some(slopes + k, count);
}

/* y [rows, columns]. */
EXPORT void chainrule_p_relu(uint32_t rows, uint32_t columns, Address x, Address slopes, int32_t one, Address y) {
  const float *from = numbers(x), *a = numbers(slopes);
  float *to = numbers(y);
  for (size_t row = 0; row < rows; row++, from += columns, to += columns) {
    for (size_t k = 0; k < columns; k += LANES) {
      Floats v = load_some(from + k, columns - k);
      store_some(to + k, columns - k, choose(v > 0, v, slopes_of(a, one, k, columns - k) * v));
    }
  }
}

/* dx = dy for x > 0, else a·dy; and the gradient of the slopes, Σ dy·x over the other numbers. */
EXPORT void chainrule_p_relu_backward(
  uint32_t rows, uint32_t columns, Address x, Address slopes, int32_t one, Address dy, Address dx, Address d_slopes) {
  const float *from = numbers(x), *a = numbers(slopes), *slope = numbers(dy);
  float *to = numbers(dx), *sums_to = numbers(d_slopes);
  size_t all = (size_t)rows * columns;
  double sum = 0;
  for (size_t k = 0; k < columns; k += LANES) {
    size_t count = columns - k;
    Floats factor = slopes_of(a, one, k, count);
    Wide sums = {{{0}}};
    for (size_t i = k; i < all; i += columns) {
      Floats v = load_some(from + i, count), d = load_some(slope + i, count);
      store_some(to + i, count, choose(v > 0, d, factor * d));
      add_wide(&sums, without(d * v, v > 0));
    }
    /* One sum for each four columns, in order. */
    if (!one) store_some(sums_to + k, count, narrow(sums));
    else for (size_t p = 0; p < LANES / 4 && 4 * p < count; p++) {
      WideFour four = sums.part[p];
      sum += (four[0] + four[1]) + (four[2] + four[3]);
    }
  }
  if (one) *sums_to = (float)sum;
}
