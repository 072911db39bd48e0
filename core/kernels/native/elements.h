/*
 * What activations have in common: `name_forward`, y = f(u), and directly below it `name_derivative`, f′(u) given u and y, become
 * two loops over all numbers of a tensor. `SETTING_ACTIVATION` is for formulas with a setting, which is their last argument. As in
 * `assembly/elements.ts`.
 */
#pragma once
#include "memory.h"
#include "threads.h"
#include "vector.h"

/* What the chunks of a job are told. */
typedef struct {
  size_t count;
  const float *x, *dy;
  float *y, *dx;
  float setting;
} Elements;

/* Numbers of a tensor that a chunk has: so many that there are not too many chunks. */
INLINE size_t stretch(size_t count) {
  return most(4096, (count / MOST_CHUNKS + 16) & ~(size_t)15);
}

/* How many chunks of that length there are. */
INLINE size_t stretches(size_t count) {
  return (count + stretch(count) - 1) / stretch(count);
}

/* y = f(x) for the numbers of a chunk. */
INLINE void forward_chunk(Floats forward(Floats, Floats), const Elements *job, size_t chunk) {
  Floats setting = splat(job->setting);
  size_t from = chunk * stretch(job->count), end = least(job->count, from + stretch(job->count)), i = from;
  for (; i + LANES <= end; i += LANES) store(job->y + i, forward(load(job->x + i), setting));
  if (i < end) store_part(job->y + i, end - i, forward(load_part(job->x + i, end - i, 0), setting));
}

/* dx = dy · f′(x) for the numbers of a chunk, given y = f(x). */
INLINE void backward_chunk(Floats derivative(Floats, Floats, Floats), const Elements *job, size_t chunk) {
  Floats setting = splat(job->setting);
  size_t from = chunk * stretch(job->count), end = least(job->count, from + stretch(job->count)), i = from;
  for (; i + LANES <= end; i += LANES) {
    store(job->dx + i, flush(load(job->dy + i) * derivative(load(job->x + i), load(job->y + i), setting)));
  }
  if (i == end) return;
  Floats slope = derivative(load_part(job->x + i, end - i, 0), load_part(job->y + i, end - i, 0), setting);
  store_part(job->dx + i, end - i, flush(load_part(job->dy + i, end - i, 0) * slope));
}

/* What is shared of an activation. */
#define ACTIVATION_CHUNKS(name, forward, derivative) \
  static void name##_forward_chunk(const void *job, size_t chunk, size_t thread) { \
    (void)thread; \
    forward_chunk(forward, job, chunk); \
  } \
  static void name##_backward_chunk(const void *job, size_t chunk, size_t thread) { \
    (void)thread; \
    backward_chunk(derivative, job, chunk); \
  }

/* Exports an activation. */
#define ACTIVATION(name) \
  INLINE Floats name##_forward_of(Floats u, Floats none) { \
    (void)none; \
    return name##_forward(u); \
  } \
  INLINE Floats name##_derivative_of(Floats u, Floats y, Floats none) { \
    (void)none; \
    return name##_derivative(u, y); \
  } \
  ACTIVATION_CHUNKS(name, name##_forward_of, name##_derivative_of) \
  EXPORT void chainrule_##name(uint32_t count, Address x, Address y) { \
    share(name##_forward_chunk, &(Elements){.count = count, .x = numbers(x), .y = numbers(y)}, stretches(count)); \
  } \
  EXPORT void chainrule_##name##_backward(uint32_t count, Address x, Address y, Address dy, Address dx) { \
    Elements job = {.count = count, .x = numbers(x), .y = numbers(y), .dy = numbers(dy), .dx = numbers(dx)}; \
    share(name##_backward_chunk, &job, stretches(count)); \
  }

/* The same of one with a setting. */
#define SETTING_ACTIVATION(name) \
  ACTIVATION_CHUNKS(name, name##_forward, name##_derivative) \
  EXPORT void chainrule_##name(uint32_t count, Address x, Address y, float setting) { \
    Elements job = {.count = count, .x = numbers(x), .y = numbers(y), .setting = setting}; \
    share(name##_forward_chunk, &job, stretches(count)); \
  } \
  EXPORT void chainrule_##name##_backward(uint32_t count, Address x, Address y, Address dy, Address dx, float setting) { \
    Elements job = {.count = count, .x = numbers(x), .y = numbers(y), .dy = numbers(dy), .dx = numbers(dx), .setting = setting}; \
    share(name##_backward_chunk, &job, stretches(count)); \
  }
