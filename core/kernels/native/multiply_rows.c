/* x·w for images that are mostly background: see `assembly/multiply_rows.ts`. The weights are read where they are, from the second-level cache. */
#include "memory.h"
#include "panels.h"
#include "threads.h"

/* Rows of x that a chunk has where threads share the work. */
#define ROWS_OF_CHUNK 50

typedef struct {
  size_t rows, pixels, n;
  const uint32_t *spans;
  const uint16_t *positions;
  const float *values;
  float base;
  const float *w, *bias;
  float *y;
  /* The chunks side by side, and the rows of each. */
  size_t across, height;
} RowProduct;

/*
 * The sums of some vectors of columns for one row of x. The even entries are added up in one set of sums, the odd ones in another; those that are left
 * after the last four belong to the first.
 */
INLINE void multiply_row(
  size_t vectors, size_t count, const uint16_t *positions, const float *values, const float *w, size_t n, const float *start, float *y) {
  Floats even[PANEL_VECTORS], odd[PANEL_VECTORS];
  UNROLL for (size_t k = 0; k < vectors; k++) {
    even[k] = load(start + k * LANES);
    odd[k] = (Floats){0};
  }
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (size_t two = i; two < i + 4; two += 2) {
      Floats v = splat(values[two]), u = splat(values[two + 1]);
      const float *v_row = w + positions[two] * n, *u_row = w + positions[two + 1] * n;
      UNROLL for (size_t k = 0; k < vectors; k++) even[k] = fmadd(v, load(v_row + k * LANES), even[k]);
      UNROLL for (size_t k = 0; k < vectors; k++) odd[k] = fmadd(u, load(u_row + k * LANES), odd[k]);
    }
  }
  for (; i < count; i++) {
    Floats v = splat(values[i]);
    UNROLL for (size_t k = 0; k < vectors; k++) even[k] = fmadd(v, load(w + positions[i] * n + k * LANES), even[k]);
  }
  UNROLL for (size_t k = 0; k < vectors; k++) store(y + k * LANES, even[k] + odd[k]);
}

/* The same for fewer columns than a vector has. */
static void multiply_row_part(
  size_t width, size_t count, const uint16_t *positions, const float *values, const float *w, size_t n, const float *start, float *y) {
  float odd[LANES] = {0};
  memcpy(y, start, width * 4);
  for (size_t i = 0; i < count; i++) {
    const float *row = w + positions[i] * n;
    float *sums = i % 2 && i < (count & ~(size_t)3) ? odd : y;
    for (size_t j = 0; j < width; j++) sums[j] = __builtin_fmaf(values[i], row[j], sums[j]);
  }
  for (size_t j = 0; j < width; j++) y[j] += odd[j];
}

/* Some rows of one panel. */
static void multiply_rows_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const RowProduct *job = arguments;
  size_t j = chunk % job->across * PANEL, width = least(PANEL, job->n - j), n = job->n;
  size_t from = chunk / job->across * job->height, to = least(job->rows, from + job->height);
  float start[PANEL];
  scaled_sums(job->pixels, job->w + j, n, width, job->base, start);
  for (size_t k = 0; job->bias && k < width; k++) start[k] += job->bias[j + k];
  size_t whole = width / LANES * LANES;
  for (size_t row = from; row < to; row++) {
    size_t first = job->spans[2 * row], count = job->spans[2 * row + 1] - first;
    const uint16_t *positions = job->positions + first;
    const float *values = job->values + first, *w = job->w + j;
    float *y = job->y + row * n + j;
    switch (width / LANES) {
      case 4: multiply_row(4, count, positions, values, w, n, start, y); break;
      case 3: multiply_row(3, count, positions, values, w, n, start, y); break;
      case 2: multiply_row(2, count, positions, values, w, n, start, y); break;
      case 1: multiply_row(1, count, positions, values, w, n, start, y); break;
    }
    if (whole < width) multiply_row_part(width - whole, count, positions, values, w + whole, n, start + whole, y + whole);
  }
}

/* y [rows, n] = x·w + bias, from the lists of `list_rows`. */
EXPORT void chainrule_multiply_rows(
  uint32_t rows, uint32_t pixels, uint32_t n, Address spans, Address positions, Address values, float base, Address w,
  Address bias, Address y, Address scratch, uint32_t scratch_bytes) {
  (void)scratch, (void)scratch_bytes;
  RowProduct job = {
    .rows = rows, .pixels = pixels, .n = n, .spans = (const uint32_t *)(memory + spans),
    .positions = (const uint16_t *)(memory + positions), .values = numbers(values), .base = base, .w = numbers(w),
    .bias = bias ? numbers(bias) : NULL, .y = numbers(y), .across = ((size_t)n + PANEL - 1) / PANEL,
    .height = has_helpers() ? ROWS_OF_CHUNK : most(rows, 1),
  };
  share(multiply_rows_chunk, &job, job.across * ((rows + job.height - 1) / job.height));
}
