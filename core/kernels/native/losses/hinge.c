/* The multi-class hinge loss. */
#include "../rows.h"
#include <math.h>

/*
 * Σ max(0, margin - x_target + x_k) over the other classes; the target of a row is where t is 1. The sums are four, of every fourth
 * class, as in WebAssembly.
 */
INLINE double hinge(
  size_t rows, size_t classes, double factor, const float *x, const float *t, float *dx, double margin, double second) {
  (void)second;
  const float scale = (float)factor;
  double loss = 0;
  for (size_t row = 0; row < rows; row++, x += classes, t += classes, dx += classes) {
    size_t target = 0;
    while (target + 1 < classes && t[target] != 1) target++;
    const float shift = (float)margin - x[target];
    float sums[4] = {0}, violations[4] = {0};
    for (size_t k = 0; k < classes; k++) {
      float excess = k == target ? 0 : shift + x[k];
      if (excess < 0) excess = 0;
      dx[k] = excess > 0 ? scale : 0;
      sums[k & 3] += excess;
      violations[k & 3] += dx[k];
    }
    loss += ((double)sums[0] + sums[2]) + ((double)sums[1] + sums[3]);
    dx[target] = -(float)(((double)violations[0] + violations[2]) + ((double)violations[1] + violations[3]));
  }
  return loss;
}

LOSS_WORK(hinge)

EXPORT double chainrule_hinge_loss(
  uint32_t rows, uint32_t classes, Address x, Address t, Address dx, Address sums, double margin) {
  Rows job = rows_job(rows, classes, x, t, dx, sums);
  job.first = margin;
  return mean_of_rows(hinge_chunk, &job);
}
