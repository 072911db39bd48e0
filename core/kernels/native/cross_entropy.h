/* What the cross-entropy and the Kullback-Leibler divergence have in common, as in `assembly/cross_entropy.ts`. */
#pragma once
#include "rows.h"
#include "softmax.h"

/* -Σ t ln h, and Σ t ln t added where `divergence`; the gradient is (h - t)/N. */
INLINE double cross_entropy(
  size_t rows, size_t classes, double scale, const float *x, const float *t, float *dx, int divergence) {
  double loss = 0;
  for (size_t row = 0; row < rows; row++, x += classes, t += classes, dx += classes) {
    float maximum = row_maximum(classes, x);
    double sum = row_exponentials(classes, x, maximum, dx), log_sum = log_of_sum(sum, maximum, classes, dx);
    for (size_t k = 0; k < classes; k++) {
      double target = t[k];
      if (target == 0) continue;
      loss -= target * log_softmax(x[k], maximum, log_sum);
      if (divergence && target != 1) loss += target * log64(target);
    }
    if (sum != sum) loss = NAN;
    combine(classes, (float)(scale / sum), dx, (float)scale, t, dx);
  }
  return loss;
}
