/* The softmax of a row of logits, as in `assembly/softmax.ts`. What is done once a row is done in float64. */
#pragma once
#include "exponential.h"
#include "float64.h"

/* max x of a row; NaN if one of them is. */
INLINE float row_maximum(size_t classes, const float *x) {
  float maximum = -INFINITY;
  for (size_t k = 0; k < classes; k++) {
    if (x[k] != x[k]) return x[k];
    if (x[k] > maximum) maximum = x[k];
  }
  return maximum;
}

/* Writes e^(x - maximum) to e and returns the sum: that of the even ones and that of the odd ones, added. */
INLINE double row_exponentials(size_t classes, const float *x, float maximum, float *e) {
  size_t k = 0;
  for (; k + LANES <= classes; k += LANES) store(e + k, exp_decay(load(x + k) - maximum));
  if (k < classes) store_part(e + k, classes - k, exp_decay(load_part(x + k, classes - k, -INFINITY) - maximum));
  double even = 0, odd = 0;
  for (k = 0; k + 2 <= classes; k += 2) {
    even += e[k];
    odd += e[k + 1];
  }
  if (k < classes) even += e[k];
  return even + odd;
}

/* dx = a·e - b·t for a row, 0 where that is subnormal; dx may be e. */
INLINE void combine(size_t classes, float a, const float *e, float b, const float *t, float *dx) {
  Floats factor = splat(flush_one(a));
  size_t k = 0;
  for (; k + LANES <= classes; k += LANES) store(dx + k, flush(fmadd(factor, load(e + k), -b * load(t + k))));
  size_t rest = classes - k;
  if (rest) store_part(dx + k, rest, flush(fmadd(factor, load_part(e + k, rest, 0), -b * load_part(t + k, rest, 0))));
}
