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

/* Whether a logarithm would be rounded away beside the maximum: of 53 bits fewer than 10 would be left. */
INLINE int is_swallowed(double log_sum, float maximum) {
  return log_sum < fabs((double)maximum) * 0x1p-43;
}

/* ln Σ e^(x - maximum) for the exponentials e and their sum. */
INLINE double log_of_sum(double sum, float maximum, size_t classes, const float *e) {
  double log_sum = log64(sum);
  if (!is_swallowed(log_sum, maximum) || !(sum < 2)) return log_sum;
  /* Beside the 1 of the maximum the others have been rounded, too. */
  double below_one = 0;
  for (size_t k = 0; k < classes; k++) {
    if (e[k] < 1) below_one += e[k];
  }
  return log1p_64(below_one);
}

/* ln h for a logit x of a row: x - (maximum + ln Σ), or, where the logarithm would be rounded away, (x - maximum) - ln Σ. */
INLINE double log_softmax(float x, float maximum, double log_sum) {
  if (is_swallowed(log_sum, maximum)) return ((double)x - (double)maximum) - log_sum;
  return (double)x - ((double)maximum + log_sum);
}

/* dx = a·e - b·t for a row, 0 where that is subnormal; dx may be e. */
INLINE void combine(size_t classes, float a, const float *e, float b, const float *t, float *dx) {
  Floats factor = splat(flush_one(a));
  size_t k = 0;
  for (; k + LANES <= classes; k += LANES) store(dx + k, flush(fmadd(factor, load(e + k), -b * load(t + k))));
  size_t rest = classes - k;
  if (rest) store_part(dx + k, rest, flush(fmadd(factor, load_part(e + k, rest, 0), -b * load_part(t + k, rest, 0))));
}
