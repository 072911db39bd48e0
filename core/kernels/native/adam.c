/*
 * A step of Adam or AdamW, as in `assembly/adam.ts`: g += decay·w; m = β₁m + (1-β₁)g; v = β₂v + (1-β₂)g²;
 * w = keep·w - rate·m / (√v·scale + ε). `rest1` and `rest2` are 1-β₁ and 1-β₂.
 */
#include "elements.h"
#include <math.h>
#include <stdatomic.h>

typedef struct {
  size_t count;
  float *w, *m, *v;
  const float *g;
  float rate, rest1, beta2, rest2, epsilon, decay, keep, scale;
  /* √(2⁻¹²⁶ / rest2), or a little more: the square of smaller gradients counts as 0. */
  float smallest;
  /* Not 0 if a chunk has written a number that is not finite. */
  atomic_int *wrong;
} Adam;

/* Some numbers. Returns what is to be written to w. */
INLINE Floats adam_update(const Adam *job, Floats w, Floats g, Floats *m, Floats *v) {
  Floats slope = job->decay * w + g;
  *m = flush(*m + job->rest1 * (slope - *m));
  Floats root = without(slope, magnitude(slope) < job->smallest);
  *v = flush(job->beta2 * *v + job->rest2 * root * root);
  Floats size = square_root(*v) * job->scale + job->epsilon;
  return job->keep * w - job->rate * *m / size;
}

static void adam_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const Adam *job = arguments;
  float *w = job->w, *m = job->m, *v = job->v;
  size_t i = chunk * stretch(job->count), end = least(job->count, i + stretch(job->count));
  Ints wrong = {0};
  for (; i + LANES <= end; i += LANES) {
    Floats mean = load(m + i), square = load(v + i), result = adam_update(job, load(w + i), load(job->g + i), &mean, &square);
    store(m + i, mean);
    store(v + i, square);
    store(w + i, result);
    /* x - x is 0 for a finite number and NaN for others. */
    wrong |= result - result != 0;
  }
  if (i < end) {
    size_t rest = end - i;
    Floats mean = load_part(m + i, rest, 0), square = load_part(v + i, rest, 0);
    Floats result = adam_update(job, load_part(w + i, rest, 0), load_part(job->g + i, rest, 0), &mean, &square);
    store_part(m + i, rest, mean);
    store_part(v + i, rest, square);
    store_part(w + i, rest, result);
    for (; i < end; i++) {
      if (w[i] - w[i] != 0) atomic_store(job->wrong, 1);
    }
  }
  if (any(wrong)) atomic_store(job->wrong, 1);
}

/* Returns whether all numbers that it wrote to w are finite. */
EXPORT int32_t chainrule_adam(
  uint32_t count, Address w, Address g, Address m, Address v, float rate, float rest1, float beta2, float rest2, float epsilon,
  float decay, float keep, float scale) {
  atomic_int wrong = 0;
  Adam job = {
    .count = count, .w = numbers(w), .m = numbers(m), .v = numbers(v), .g = numbers(g), .rate = rate, .rest1 = rest1,
    .beta2 = beta2, .rest2 = rest2, .epsilon = epsilon, .decay = decay, .keep = keep, .scale = scale,
    .smallest = (float)(1.0842021724855044e-19 * 1.000001 / sqrt((double)rest2)), .wrong = &wrong,
  };
  share(adam_chunk, &job, stretches(count));
  return !wrong;
}
