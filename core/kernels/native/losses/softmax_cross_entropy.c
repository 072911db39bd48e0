/* The cross-entropy: -Σ t ln h. */
#include "../cross_entropy.h"

INLINE double softmax_cross_entropy(
  size_t rows, size_t classes, double scale, const float *x, const float *t, float *dx, double first, double second) {
  (void)first, (void)second;
  return cross_entropy(rows, classes, scale, x, t, dx, 0);
}

LOSS_WORK(softmax_cross_entropy)

EXPORT double chainrule_softmax_cross_entropy_loss(
  uint32_t rows, uint32_t classes, Address x, Address t, Address dx, Address sums) {
  Rows job = rows_job(rows, classes, x, t, dx, sums);
  return mean_of_rows(softmax_cross_entropy_chunk, &job);
}
