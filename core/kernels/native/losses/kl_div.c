/* The Kullback-Leibler divergence: Σ t (ln t - ln h). */
#include "../cross_entropy.h"

INLINE double kl_div(
  size_t rows, size_t classes, double scale, const float *x, const float *t, float *dx, double first, double second) {
  (void)first, (void)second;
  return cross_entropy(rows, classes, scale, x, t, dx, 1);
}

LOSS_WORK(kl_div)

EXPORT double chainrule_kl_div_loss(uint32_t rows, uint32_t classes, Address x, Address t, Address dx, Address sums) {
  Rows job = rows_job(rows, classes, x, t, dx, sums);
  return mean_of_rows(kl_div_chunk, &job);
}
