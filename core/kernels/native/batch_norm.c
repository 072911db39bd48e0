/* Batch normalization, as in `assembly/batch_norm.ts`. */
#include "matrices.h"
#include "memory.h"
#include "wide.h"
#include <math.h>

typedef struct {
  size_t rows, columns;
  double epsilon, momentum;
  /* Whether the statistics are those of the batch. */
  int training;
  const float *x, *weight, *bias, *dy;
  float *means, *variances, *y, *centered, *scale, *dx, *d_weight, *d_bias;
} BatchNorm;

/* 1 / √(v + ε). */
INLINE Wide inverse_root(Wide v, double epsilon) {
  for (size_t i = 0; i < LANES; i++) v.part[i / 4][i % 4] = 1 / sqrt(v.part[i / 4][i % 4] + epsilon);
  return v;
}

/* Moves running statistics towards those of a batch. */
INLINE void move_running(float *running, size_t count, double momentum, Wide found) {
  Wide moved = widen(load_some(running, count));
  for (size_t p = 0; p < LANES / 4; p++) moved.part[p] = (1 - momentum) * moved.part[p] + momentum * found.part[p];
  store_some(running, count, narrow(moved));
}

static void batch_norm_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const BatchNorm *job = arguments;
  size_t columns = job->columns, all = job->rows * columns, size = columns_per_chunk(job->rows);
  size_t end = least(columns, (chunk + 1) * size);
  const double rows = (double)job->rows;
  for (size_t k = chunk * size; k < end; k += LANES) {
    size_t count = columns - k;
    const float *x = job->x + k;
    float *centered = job->centered + k, *y = job->y + k;
    Wide sums = {{{0}}}, squares = {{{0}}}, mean, variance;
    if (job->training) {
      for (size_t i = 0; i < all; i += columns) add_wide(&sums, load_some(x + i, count));
      mean = divided(sums, rows);
    } else mean = widen(load_some(job->means + k, count));
    /* The mean in two parts: numbers that are nearly the same far from 0 keep all their digits. */
    Floats near = narrow(mean);
    Wide left = widen(near);
    for (size_t p = 0; p < LANES / 4; p++) left.part[p] = mean.part[p] - left.part[p];
    Floats rest = narrow(left);
    for (size_t i = 0; i < all; i += columns) {
      Floats v = load_some(x + i, count) - near - rest;
      store_some(centered + i, count, v);
      add_squares(&squares, v);
    }
    if (job->training) {
      move_running(job->means + k, count, job->momentum, mean);
      move_running(job->variances + k, count, job->momentum, divided(squares, rows - 1));
      variance = divided(squares, rows);
    } else variance = widen(load_some(job->variances + k, count));
    Floats scale = narrow(inverse_root(variance, job->epsilon));
    store_some(job->scale + k, count, scale);
    Floats factor = scale * load_some(job->weight + k, count), bias = load_some(job->bias + k, count);
    for (size_t i = 0; i < all; i += columns) {
      store_some(y + i, count, fmadd(load_some(centered + i, count), factor, bias));
    }
  }
}

/*
 * y [rows, columns] = weight·scale·centered + bias, where centered is x - μ and scale [columns] is 1 / √(σ² + ε) of each column: of the
 * batch where `training`, towards which the running `means` and `variances` move; of these otherwise.
 */
EXPORT void chainrule_batch_norm(
  uint32_t rows, uint32_t columns, double epsilon, double momentum, int32_t training, Address x, Address weight, Address bias,
  Address means, Address variances, Address y, Address centered, Address scale) {
  BatchNorm job = {
    .rows = rows, .columns = columns, .epsilon = epsilon, .momentum = momentum, .training = training, .x = numbers(x),
    .weight = numbers(weight), .bias = numbers(bias), .means = numbers(means), .variances = numbers(variances), .y = numbers(y),
    .centered = numbers(centered), .scale = numbers(scale),
  };
  share(batch_norm_chunk, &job, chunk_count(columns, columns_per_chunk(rows)));
}

static void batch_norm_backward_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const BatchNorm *job = arguments;
  size_t columns = job->columns, all = job->rows * columns, size = columns_per_chunk(job->rows);
  size_t end = least(columns, (chunk + 1) * size);
  const double rows = (double)job->rows;
  for (size_t k = chunk * size; k < end; k += LANES) {
    size_t count = columns - k;
    const float *centered = job->centered + k, *dy = job->dy + k;
    Floats scale = load_some(job->scale + k, count);
    /* Of dy, and of dy and the normal numbers. */
    Wide sums = {{{0}}}, dots = {{{0}}};
    for (size_t i = 0; i < all; i += columns) {
      Floats d = load_some(dy + i, count);
      add_wide(&sums, d);
      add_wide(&dots, d * (load_some(centered + i, count) * scale));
    }
    store_some(job->d_weight + k, count, narrow(dots));
    store_some(job->d_bias + k, count, narrow(sums));
    /* Running statistics do not depend on x. */
    if (!job->training) sums = dots = (Wide){{{0}}};
    Floats sum = narrow(divided(sums, rows)), dot = narrow(divided(dots, rows)), factor = scale * load_some(job->weight + k, count);
    for (size_t i = 0; i < all; i += columns) {
      Floats normal = load_some(centered + i, count) * scale;
      store_some(job->dx + i + k, count, flush(factor * fnmadd(normal, dot, load_some(dy + i, count) - sum)));
    }
  }
}

/* The gradients of x, weight and bias, given what `batch_norm` has written. */
EXPORT void chainrule_batch_norm_backward(
  uint32_t rows, uint32_t columns, int32_t training, Address centered, Address scale, Address weight, Address dy, Address dx,
  Address d_weight, Address d_bias) {
  BatchNorm job = {
    .rows = rows, .columns = columns, .training = training, .centered = numbers(centered), .scale = numbers(scale),
    .weight = numbers(weight), .dy = numbers(dy), .dx = numbers(dx), .d_weight = numbers(d_weight), .d_bias = numbers(d_bias),
  };
  share(batch_norm_backward_chunk, &job, chunk_count(columns, columns_per_chunk(rows)));
}
