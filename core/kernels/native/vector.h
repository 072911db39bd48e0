/*
 * As many float32 lanes as the processor has: what all kernels are made of. The functions are those of `assembly/vector.ts`. Whatever the
 * number of lanes, each does what a lane of WebAssembly does, so that results are the same to the last bit.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined __SSE2__
#include <immintrin.h>
#elif defined __ARM_NEON
#include <arm_neon.h>
#endif

/* Tests compile for fewer or more bytes than the processor has. */
#ifndef VECTOR_BYTES
#if defined __AVX512F__
#define VECTOR_BYTES 64
#elif defined __AVX__
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif
#endif

/* How many numbers a vector has. */
#define LANES (VECTOR_BYTES / 4)

typedef float Floats __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t Ints __attribute__((vector_size(VECTOR_BYTES)));
typedef uint32_t Bits __attribute__((vector_size(VECTOR_BYTES)));
/* The same in memory, at any multiple of four bytes. */
typedef float FloatsAnywhere __attribute__((vector_size(VECTOR_BYTES), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))

/* Before a loop of a few rounds whose sums shall stay in registers. */
#if defined __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

INLINE Floats load(const float *from) {
  return *(const FloatsAnywhere *)from;
}

INLINE void store(float *to, Floats v) {
  *(FloatsAnywhere *)to = v;
}

/* The number in all lanes. (x - 0 is x for all x, -0 too.) */
INLINE Floats splat(float x) {
  return x - (Floats){0};
}

/* a·b + c, rounded once. */
INLINE Floats fmadd(Floats a, Floats b, Floats c) {
#if VECTOR_BYTES == 64 && defined __AVX512F__
  return (Floats)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif VECTOR_BYTES == 32 && defined __FMA__
  return (Floats)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#elif VECTOR_BYTES == 16 && defined __FMA__
  return (Floats)_mm_fmadd_ps((__m128)a, (__m128)b, (__m128)c);
#elif VECTOR_BYTES == 16 && defined __ARM_NEON
  return (Floats)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#else
  Floats sum;
  for (size_t i = 0; i < LANES; i++) sum[i] = __builtin_fmaf(a[i], b[i], c[i]);
  return sum;
#endif
}

/* c - a·b, rounded once. */
INLINE Floats fnmadd(Floats a, Floats b, Floats c) {
  return fmadd(-a, b, c);
}

INLINE Floats square_root(Floats v) {
#if VECTOR_BYTES == 64 && defined __AVX512F__
  return (Floats)_mm512_sqrt_ps((__m512)v);
#elif VECTOR_BYTES == 32 && defined __AVX__
  return (Floats)_mm256_sqrt_ps((__m256)v);
#else
  for (size_t i = 0; i < LANES; i++) v[i] = __builtin_sqrtf(v[i]);
  return v;
#endif
}

/* a where the mask is set, else b. */
INLINE Floats choose(Ints mask, Floats a, Floats b) {
  return (Floats)((mask & (Ints)a) | (~mask & (Ints)b));
}

/* v, but 0 where the mask is set. */
INLINE Floats without(Floats v, Ints mask) {
  return (Floats)((Ints)v & ~mask);
}

/* The smaller and the larger of two numbers: a where b is NaN or neither is smaller, and where a is NaN. */
INLINE Floats smaller(Floats a, Floats b) {
  return choose(b < a, b, a);
}

INLINE Floats larger(Floats a, Floats b) {
  return choose(a < b, b, a);
}

/* The bit that is the sign, in all lanes. */
INLINE Ints sign_bits(void) {
  return (Ints)splat(-0.0f);
}

/* |v|. */
INLINE Floats magnitude(Floats v) {
  return without(v, sign_bits());
}

/* -|v|. */
INLINE Floats negative_magnitude(Floats v) {
  return (Floats)((Ints)v | sign_bits());
}

/* v, with 0 in place of subnormal numbers, those between -2⁻¹²⁶ and 2⁻¹²⁶. Their bits are compared: that is never slow. */
INLINE Floats flush(Floats v) {
  return without(v, (Ints)magnitude(v) < 0x00800000);
}

/* The same for one number. */
INLINE float flush_one(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return (bits & 0x7fffffff) < 0x00800000 ? 0 : x;
}

/* Whether a lane of a mask is set. */
INLINE int any(Ints mask) {
  int32_t set = 0;
  for (size_t i = 0; i < LANES; i++) set |= mask[i];
  return set != 0;
}

#if VECTOR_BYTES == 32 && defined __AVX__
/* All bits of the first `count` lanes. */
INLINE __m256i first_lanes(size_t count) {
  static const int32_t BITS[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
  return _mm256_loadu_si256((const __m256i *)(BITS + 8 - count));
}
#endif

/* The first `count` (less than LANES) numbers, and `rest` in the other lanes. */
INLINE Floats load_part(const float *from, size_t count, float rest) {
#if VECTOR_BYTES == 64 && defined __AVX512F__
  return (Floats)_mm512_mask_loadu_ps((__m512)splat(rest), (__mmask16)((1u << count) - 1), from);
#elif VECTOR_BYTES == 32 && defined __AVX__
  __m256i mask = first_lanes(count);
  return choose((Ints)mask, (Floats)_mm256_maskload_ps(from, mask), splat(rest));
#else
  Floats v = splat(rest);
  memcpy(&v, from, count * 4);
  return v;
#endif
}

/* Stores the first `count` lanes. */
INLINE void store_part(float *to, size_t count, Floats v) {
#if VECTOR_BYTES == 64 && defined __AVX512F__
  _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), (__m512)v);
#elif VECTOR_BYTES == 32 && defined __AVX__
  _mm256_maskstore_ps(to, first_lanes(count), (__m256)v);
#else
  memcpy(to, &v, count * 4);
#endif
}

INLINE size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

INLINE size_t most(size_t a, size_t b) {
  return a > b ? a : b;
}
