/* Layer normalization, as in `assembly/layer_norm.ts`. */
#include "matrices.h"
#include "memory.h"
#include "wide.h"
#include <math.h>

typedef struct {
  size_t rows, columns;
  double epsilon;
  const float *x, *weight, *bias, *dy;
  float *y, *centered, *scale, *dx, *d_weight, *d_bias;
} LayerNorm;

static void normalize_row(const LayerNorm *job, size_t row) {
  size_t columns = job->columns, at = row * columns;
  const float *x = job->x + at;
  float *centered = job->centered + at, *y = job->y + at;
  WideFour sums = {0}, squares = {0};
  for (size_t k = 0; k < columns; k += 4) sums += widen_four(load_four(x + k, columns - k));
  /* The mean in two parts: numbers that are nearly the same far from 0 keep all their digits. */
  double mean = total(sums) / (double)columns;
  float near = (float)mean, rest = (float)(mean - (double)near);
  for (size_t k = 0; k < columns; k += LANES) {
    store_some(centered + k, columns - k, load_some(x + k, columns - k) - near - rest);
  }
  for (size_t k = 0; k < columns; k += 4) {
    WideFour v = widen_four(load_four(centered + k, columns - k));
    squares += v * v;
  }
  float scale = (float)(1 / sqrt(total(squares) / (double)columns + job->epsilon));
  job->scale[row] = scale;
  for (size_t k = 0; k < columns; k += LANES) {
    size_t count = columns - k;
    Floats normal = load_some(centered + k, count) * scale;
    store_some(y + k, count, fmadd(normal, load_some(job->weight + k, count), load_some(job->bias + k, count)));
  }
}

static void layer_norm_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const LayerNorm *job = arguments;
  size_t size = rows_per_chunk(job->rows, job->columns), end = least(job->rows, (chunk + 1) * size);
  for (size_t row = chunk * size; row < end; row++) normalize_row(job, row);
}

/* y [rows, columns] = weight·centered·scale + bias, where centered is x - μ and scale [rows] is 1 / √(σ² + ε) of each row. */
EXPORT void chainrule_layer_norm(
  uint32_t rows, uint32_t columns, double epsilon, Address x, Address weight, Address bias, Address y, Address centered,
  Address scale) {
  if (!columns) return;
  LayerNorm job = {
    .rows = rows, .columns = columns, .epsilon = epsilon, .x = numbers(x), .weight = numbers(weight), .bias = numbers(bias),
    .y = numbers(y), .centered = numbers(centered), .scale = numbers(scale),
  };
  share(layer_norm_chunk, &job, chunk_count(rows, rows_per_chunk(rows, columns)));
}

/* d_weight and d_bias of some columns. */
static void sum_columns_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const LayerNorm *job = arguments;
  size_t columns = job->columns, size = columns_per_chunk(job->rows), end = least(columns, (chunk + 1) * size);
  for (size_t k = chunk * size; k < end; k += LANES) {
    size_t count = columns - k;
    Floats d_weight = {0}, d_bias = {0};
    for (size_t row = 0; row < job->rows; row++) {
      Floats d = load_some(job->dy + row * columns + k, count);
      d_weight = fmadd(d, load_some(job->centered + row * columns + k, count) * job->scale[row], d_weight);
      d_bias += d;
    }
    store_some(job->d_weight + k, count, d_weight);
    store_some(job->d_bias + k, count, d_bias);
  }
}

/* dx of some rows. */
static void row_backward_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const LayerNorm *job = arguments;
  const float *weight = job->weight;
  size_t columns = job->columns, size = rows_per_chunk(job->rows, columns), end = least(job->rows, (chunk + 1) * size);
  for (size_t row = chunk * size; row < end; row++) {
    const float *centered = job->centered + row * columns, *dy = job->dy + row * columns, scale = job->scale[row];
    float *dx = job->dx + row * columns;
    /* Of g = weight·dy, and of g and the normal numbers. */
    WideFour sums = {0}, dots = {0};
    for (size_t k = 0; k < columns; k += 4) {
      size_t count = columns - k;
      Four g = load_four(weight + k, count) * load_four(dy + k, count);
      sums += widen_four(g);
      dots += widen_four(g * (load_four(centered + k, count) * scale));
    }
    float sum = (float)(total(sums) / (double)columns), dot = (float)(total(dots) / (double)columns);
    for (size_t k = 0; k < columns; k += LANES) {
      size_t count = columns - k;
      Floats g = load_some(weight + k, count) * load_some(dy + k, count), normal = load_some(centered + k, count) * scale;
      store_some(dx + k, count, flush(scale * fnmadd(normal, splat(dot), g - sum)));
    }
  }
}

/* The gradients of x, weight and bias, given what `layer_norm` has written. */
EXPORT void chainrule_layer_norm_backward(
  uint32_t rows, uint32_t columns, Address centered, Address scale, Address weight, Address dy, Address dx, Address d_weight,
  Address d_bias) {
  if (!columns) return;
  LayerNorm job = {
    .rows = rows, .columns = columns, .centered = numbers(centered), .scale = numbers(scale), .weight = numbers(weight),
    .dy = numbers(dy), .dx = numbers(dx), .d_weight = numbers(d_weight), .d_bias = numbers(d_bias),
  };
  share(sum_columns_chunk, &job, chunk_count(columns, columns_per_chunk(rows)));
  share(row_backward_chunk, &job, chunk_count(rows, rows_per_chunk(rows, columns)));
}
