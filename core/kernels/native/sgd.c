/* A step of SGD, as in `assembly/sgd.ts`: g += decay·w; v = momentum·v + g; w -= rate·v, or rate·(g + momentum·v) where `nesterov`. */
#include "elements.h"
#include <stdatomic.h>

typedef struct {
  size_t count;
  float *w, *v;
  const float *g;
  float rate, momentum, decay;
  int nesterov;
  /* Not 0 if a chunk has written a number that is not finite. */
  atomic_int *wrong;
} Sgd;

/* Some numbers. Returns what is to be written to w. */
INLINE Floats sgd_update(int nesterov, const Sgd *job, Floats w, Floats g, Floats *v) {
  Floats momentum = splat(job->momentum), slope = fmadd(splat(job->decay), w, g);
  *v = flush(fmadd(momentum, *v, slope));
  return fmadd(splat(-job->rate), nesterov ? fmadd(momentum, *v, slope) : *v, w);
}

/* Compiled for each kind of momentum. */
INLINE int sgd_some(int nesterov, const Sgd *job, size_t from, size_t end) {
  float *w = job->w, *v = job->v;
  /* 0·w is 0, or NaN where w is not finite. */
  Floats check = {0};
  size_t i = from, fours = from + ((end - from) & ~(size_t)3);
  for (; i + LANES <= fours; i += LANES) {
    Floats velocity = load(v + i), result = sgd_update(nesterov, job, load(w + i), load(job->g + i), &velocity);
    store(v + i, velocity);
    store(w + i, result);
    check += result * 0.0f;
  }
  if (i < fours) {
    size_t rest = fours - i;
    Floats velocity = load_part(v + i, rest, 0);
    Floats result = sgd_update(nesterov, job, load_part(w + i, rest, 0), load_part(job->g + i, rest, 0), &velocity);
    store_part(v + i, rest, velocity);
    store_part(w + i, rest, result);
    check += result * 0.0f;
  }
  /* The last ones, fewer than four, are rounded twice, as in WebAssembly. */
  float last = 0;
  for (i = fours; i < end; i++) {
    float slope = job->decay * w[i] + job->g[i];
    v[i] = flush_one(job->momentum * v[i] + slope);
    w[i] = w[i] - job->rate * (nesterov ? slope + job->momentum * v[i] : v[i]);
    last += 0 * w[i];
  }
  return last == last && !any(check != check);
}

static void sgd_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const Sgd *job = arguments;
  size_t from = chunk * stretch(job->count), end = least(job->count, from + stretch(job->count));
  if (!(job->nesterov ? sgd_some(1, job, from, end) : sgd_some(0, job, from, end))) atomic_store(job->wrong, 1);
}

/* Returns whether all numbers that it wrote to w are finite. */
EXPORT int32_t chainrule_sgd(
  uint32_t count, Address w, Address g, Address v, float rate, float momentum, float decay, int32_t nesterov) {
  atomic_int wrong = 0;
  Sgd job = {
    .count = count, .w = numbers(w), .v = numbers(v), .g = numbers(g), .rate = rate, .momentum = momentum, .decay = decay,
    .nesterov = nesterov, .wrong = &wrong,
  };
  share(sgd_chunk, &job, stretches(count));
  return !wrong;
}
