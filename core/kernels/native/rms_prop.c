/*
 * RMSprop, as in `assembly/rms_prop.ts`: g += decay·w; v = αv + (1-α)g²; u = momentum·u + g / (√v + ε); w -= rate·u. Where `centered`,
 * m = m + (1-α)(g - m), and v - m² is in the place of v. `rest` is 1-α.
 */
#include "elements.h"
#include "wide.h"
#include <math.h>
#include <stdatomic.h>

/* 2⁻⁶³: the square of a smaller number is subnormal. */
#define SMALLEST_ROOT 1.0842021724855044e-19f

typedef struct {
  size_t count;
  float *w, *v, *u, *m;
  const float *g;
  float rate, alpha, rest, epsilon, decay, momentum;
  /* √(2⁻¹²⁶ / rest), or a little more: the square of smaller gradients counts as 0. */
  float smallest;
  int centered;
  /* Not 0 if a chunk has written a number that is not finite. */
  atomic_int *wrong;
} RmsProp;

static void rms_prop_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const RmsProp *job = arguments;
  size_t i = chunk * stretch(job->count), end = least(job->count, i + stretch(job->count));
  Ints wrong = {0};
  for (; i < end; i += LANES) {
    size_t count = end - i;
    Floats old = load_some(job->w + i, count), g = job->decay * old + load_some(job->g + i, count);
    Floats root = without(g, magnitude(g) < job->smallest);
    Floats v = flush(job->alpha * load_some(job->v + i, count) + job->rest * root * root), variance = v;
    store_some(job->v + i, count, v);
    if (job->centered) {
      Floats before = load_some(job->m + i, count), m = flush(before + job->rest * (g - before));
      store_some(job->m + i, count, m);
      Floats mean = without(m, magnitude(m) < SMALLEST_ROOT), rest = v - mean * mean;
      variance = without(rest, rest < 0);
    }
    Floats u = flush(job->momentum * load_some(job->u + i, count) + g / (square_root(variance) + job->epsilon));
    store_some(job->u + i, count, u);
    store_some(job->w + i, count, old - job->rate * u);
    /* Those beyond the end do not count: where ε is 0, they are 0 / 0. x - x is 0 for a finite number and NaN for others. */
    Floats written = load_some(job->w + i, count);
    wrong |= written - written != 0;
  }
  if (any(wrong)) atomic_store(job->wrong, 1);
}

/* Returns whether all numbers that it wrote to w are finite. */
EXPORT int32_t chainrule_rms_prop(
  uint32_t count, Address w, Address g, Address v, Address u, Address m, float rate, float alpha, float rest, float epsilon,
  float decay, float momentum, int32_t centered) {
  atomic_int wrong = 0;
  RmsProp job = {
    .count = count, .w = numbers(w), .v = numbers(v), .u = numbers(u), .m = numbers(m), .g = numbers(g), .rate = rate,
    .alpha = alpha, .rest = rest, .epsilon = epsilon, .decay = decay, .momentum = momentum, .centered = centered,
    .smallest = (float)((double)SMALLEST_ROOT * 1.000001 / sqrt((double)rest)), .wrong = &wrong,
  };
  share(rms_prop_chunk, &job, stretches(count));
  return !wrong;
}
