/* Numbers of two tensors, one by one, as in `assembly/arithmetic.ts`. */
#include "elements.h"
#include "wide.h"

/* out = a·b. */
EXPORT void chainrule_multiply_elements(uint32_t count, Address a, Address b, Address out) {
  const float *left = numbers(a), *right = numbers(b);
  float *to = numbers(out);
  for (size_t i = 0; i < count; i++) to[i] = left[i] * right[i];
}

/* out = a + b. */
EXPORT void chainrule_add_elements(uint32_t count, Address a, Address b, Address out) {
  const float *left = numbers(a), *right = numbers(b);
  float *to = numbers(out);
  for (size_t i = 0; i < count; i++) to[i] = left[i] + right[i];
}

typedef struct {
  size_t count;
  float *a;
  const float *b;
  float weight;
} Lerp;

static void lerp_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const Lerp *job = arguments;
  size_t i = chunk * stretch(job->count), end = least(job->count, i + stretch(job->count));
  for (; i < end; i += LANES) {
    Floats a = load_some(job->a + i, end - i);
    store_some(job->a + i, end - i, fmadd(splat(job->weight), load_some(job->b + i, end - i) - a, a));
  }
}

/* a += weight·(b - a). */
EXPORT void chainrule_lerp(uint32_t count, Address a, Address b, float weight) {
  Lerp job = {.count = count, .a = numbers(a), .b = numbers(b), .weight = weight};
  share(lerp_chunk, &job, stretches(count));
}
