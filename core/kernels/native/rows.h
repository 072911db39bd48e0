/*
 * What losses have in common: a function of some rows of logits x [rows, classes] with targets t of the same shape returns the sum of
 * their losses and writes the gradient to dx, multiplied by `scale`, one divided by the size of the batch. As in `assembly/rows.ts`.
 */
#pragma once
#include "memory.h"
#include "threads.h"
#include "vector.h"

/* What the chunks of a job are told; the last two are the settings of the loss. */
typedef struct {
  size_t rows, classes;
  const float *x, *t;
  float *dx;
  double *sums;
  double first, second;
} Rows;

/* Such a function, from the given numbers on. */
typedef double Loss(size_t rows, size_t classes, double scale, const float *x, const float *t, float *dx, double first, double second);

INLINE size_t rows_of_chunk(size_t rows) {
  return most(32, rows / MOST_CHUNKS + 1);
}

INLINE void sum_of_chunk(Loss loss, const Rows *job, size_t chunk) {
  size_t size = rows_of_chunk(job->rows), from = chunk * size, at = from * job->classes;
  double scale = 1 / (double)job->rows;
  job->sums[chunk] = loss(
    least(size, job->rows - from), job->classes, scale, job->x + at, job->t + at, job->dx + at, job->first, job->second);
}

/* The mean of a loss over the rows. The chunks leave their parts of the sum in `sums`, which are added in order. */
INLINE double mean_of_rows(Work *work, const Rows *job) {
  size_t size = rows_of_chunk(job->rows), chunks = (job->rows + size - 1) / size;
  share(work, job, chunks);
  double sum = 0;
  for (size_t chunk = 0; chunk < chunks; chunk++) sum += job->sums[chunk];
  return sum / (double)job->rows;
}

/* Makes a job of a loss, to be shared. */
#define LOSS_WORK(name) \
  static void name##_chunk(const void *job, size_t chunk, size_t thread) { \
    (void)thread; \
    sum_of_chunk(name, job, chunk); \
  }

INLINE Rows rows_job(uint32_t rows, uint32_t classes, Address x, Address t, Address dx, Address sums) {
  return (Rows){.rows = rows, .classes = classes, .x = numbers(x), .t = numbers(t), .dx = numbers(dx), .sums = (double *)(memory + sums)};
}
