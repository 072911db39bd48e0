/* Float32 numbers as float64: sums of many numbers are made of these, so that they lose nothing. As in `assembly/wide.ts`. */
#pragma once
#include "vector.h"

/* Four, whatever a vector has: sums along a row are four, as in WebAssembly. */
typedef float Four __attribute__((vector_size(16)));
typedef double WideFour __attribute__((vector_size(32)));
/* As many as a vector has: parts, since compilers keep vectors of more bytes than the processor's in memory. */
typedef struct {
  WideFour part[LANES / 4];
} Wide;

INLINE WideFour widen_four(Four v) {
#if defined __AVX__
  return (WideFour)_mm256_cvtps_pd((__m128)v);
#else
  return __builtin_convertvector(v, WideFour);
#endif
}

/* A part of a vector. */
INLINE WideFour widen_part(Floats v, size_t part) {
  Four four;
  memcpy(&four, (const char *)&v + 16 * part, 16);
  return widen_four(four);
}

INLINE Wide widen(Floats v) {
  Wide wide;
  UNROLL for (size_t p = 0; p < LANES / 4; p++) wide.part[p] = widen_part(v, p);
  return wide;
}

INLINE Floats narrow(Wide wide) {
  Floats v;
  UNROLL for (size_t p = 0; p < LANES / 4; p++) {
    Four four = __builtin_convertvector(wide.part[p], Four);
    memcpy((char *)&v + 16 * p, &four, 16);
  }
  return v;
}

/* sums += v. */
INLINE void add_wide(Wide *sums, Floats v) {
  UNROLL for (size_t p = 0; p < LANES / 4; p++) sums->part[p] += widen_part(v, p);
}

/* sums += v². */
INLINE void add_squares(Wide *sums, Floats v) {
  UNROLL for (size_t p = 0; p < LANES / 4; p++) {
    WideFour wide = widen_part(v, p);
    sums->part[p] += wide * wide;
  }
}

/* wide / divisor. */
INLINE Wide divided(Wide wide, double divisor) {
  UNROLL for (size_t p = 0; p < LANES / 4; p++) wide.part[p] /= divisor;
  return wide;
}

INLINE double total(WideFour v) {
  return (v[0] + v[2]) + (v[1] + v[3]);
}

/* The first four of `count` numbers, 0 where there are fewer. */
INLINE Four load_four(const float *from, size_t count) {
  Four v = {0};
  if (count >= 4) memcpy(&v, from, 16);
  else memcpy(&v, from, count * 4);
  return v;
}

/* As many of `count` numbers as a vector has, 0 where there are fewer. */
INLINE Floats load_some(const float *from, size_t count) {
  return count >= LANES ? load(from) : load_part(from, count, 0);
}

/* Stores as many numbers of a vector as `count` says there is room for. */
INLINE void store_some(float *to, size_t count, Floats v) {
  if (count >= LANES) store(to, v);
  else store_part(to, count, v);
}
