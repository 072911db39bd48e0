/* The focal loss. */
#include "../rows.h"
#include "../softmax.h"

/* w t. */
INLINE double focal_weight(double target, double alpha) {
  return target * (alpha * target + (1 - alpha) * (1 - target));
}

/* (1-h)^γ, exact also where h is nearly 1. */
INLINE double power_of_rest(double log_h, double gamma) {
  return pow64(-expm1_64(log_h), gamma);
}

/*
 * q = w t [γ (1-h)^(γ-1) h ln h - (1-h)^γ]; (1-h)^(γ-1) ln h tends to -(1-h)^γ where h tends to 1, and h ln h to 0 where h does.
 */
INLINE double focal_term(double weight, double power, double gamma, double log_h) {
  double rest = -expm1_64(log_h), slope = power * (rest > 0 ? log_h / rest : -1), h = exp64(log_h);
  return weight * ((h == 0 ? 0 : gamma * h * slope) - power);
}

/* -Σ w t (1-h)^γ ln h for w = αt + (1-α)(1-t). */
INLINE double focal(
  size_t rows, size_t classes, double scale, const float *x, const float *t, float *dx, double alpha, double gamma) {
  double loss = 0;
  for (size_t row = 0; row < rows; row++, x += classes, t += classes, dx += classes) {
    float maximum = row_maximum(classes, x);
    double sum = row_exponentials(classes, x, maximum, dx), log_sum = log_of_sum(sum, maximum, classes, dx);
    /* dx_j = q_j - h_j Σ q for q_k = g_k h_k; only classes with a target have a q. */
    double sum_of_q = 0;
    for (size_t k = 0; k < classes; k++) {
      double target = t[k];
      if (target == 0) continue;
      double log_h = log_softmax(x[k], maximum, log_sum), power = power_of_rest(log_h, gamma);
      if (power != 0) loss -= focal_weight(target, alpha) * power * log_h;
      sum_of_q += focal_term(focal_weight(target, alpha), power, gamma, log_h);
    }
    if (sum != sum) loss = NAN;
    combine(classes, (float)(-scale * sum_of_q / sum), dx, 0, t, dx);
    for (size_t k = 0; k < classes; k++) {
      double target = t[k];
      if (target == 0) continue;
      double log_h = log_softmax(x[k], maximum, log_sum);
      double q = focal_term(focal_weight(target, alpha), power_of_rest(log_h, gamma), gamma, log_h);
      dx[k] = flush_one(dx[k] + (float)(scale * q));
    }
  }
  return loss;
}

LOSS_WORK(focal)

EXPORT double chainrule_focal_loss(
  uint32_t rows, uint32_t classes, Address x, Address t, Address dx, Address sums, double alpha, double gamma) {
  Rows job = rows_job(rows, classes, x, t, dx, sums);
  job.first = alpha;
  job.second = gamma;
  return mean_of_rows(focal_chunk, &job);
}
