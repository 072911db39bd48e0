/* exp and its relatives over the whole float32 range: step by step those of `assembly/exponential.ts`, which says what they are. */
#pragma once
#include "vector.h"

/* 1.5 · 2²³: a number added to it is rounded to a whole one, which is in the low bits of the sum. */
#define ROUNDER 12582912.0f
/* 2⁻⁶⁰ */
#define TINY 0x1p-60f

/* (eʳ - 1 - r) / r² for |r| ≤ ln 2 / 2: the polynomial of S. Moshier's Cephes library, expf. */
INLINE Floats exp_tail(Floats r) {
  Floats p = fmadd(splat(1.9875691500e-4f), r, splat(1.3981999507e-3f));
  p = fmadd(p, r, splat(8.3334519073e-3f));
  p = fmadd(p, r, splat(4.1665795894e-2f));
  p = fmadd(p, r, splat(1.6666665459e-1f));
  return fmadd(p, r, splat(5.0000001201e-1f));
}

/* The number n of whole ln 2 in x, added to ROUNDER: in the low bits too. */
INLINE Floats exp_round(Floats x) {
  return fmadd(x, splat(1.442695041f), splat(ROUNDER));
}

/* x - n ln 2. */
INLINE Floats exp_reduce(Floats x, Floats rounded) {
  Floats n = rounded - ROUNDER;
  return fnmadd(n, splat(-2.12194440e-4f), fnmadd(n, splat(0.693359375f), x));
}

/* eʳ for the rest r. Of a tiny one, another square is used, which does not matter and is not subnormal. */
INLINE Floats exp_fraction(Floats r) {
  Floats size = larger(magnitude(r), splat(TINY));
  return fmadd(exp_tail(r), size * size, r) + 1.0f;
}

/* 2ⁿ for -126 ≤ n ≤ 127, of which only the low bits of n count. */
INLINE Floats exp_power(Bits n) {
  return (Floats)((n + 127) << 23);
}

/* eˣ. Underflows gradually to 0, overflows to Infinity, keeps NaN. */
INLINE Floats exp_all(Floats x) {
  x = larger(smaller(x, splat(89)), splat(-104));
  Floats rounded = exp_round(x), y = exp_fraction(exp_reduce(x, rounded));
  /* 2ⁿ in two steps, since n goes from -150 to 128. */
  Ints n = (Ints)((Bits)rounded - (Bits)splat(ROUNDER)), half = n >> 1;
  return y * exp_power((Bits)half) * exp_power((Bits)(n - half));
}

/* eˣ for x ≤ 0, but 0 where that would be subnormal, below ln 2⁻¹²⁶. Keeps NaN. */
INLINE Floats exp_decay(Floats x) {
  Floats lowest = splat(-87.33654f), inside = larger(x, lowest), rounded = exp_round(inside);
  return without(exp_fraction(exp_reduce(inside, rounded)) * exp_power((Bits)rounded), x < lowest);
}

/* eˣ⁺ᵗ for -87 ≤ x ≤ 0 and a small t, more accurate than if t were added to x. */
INLINE Floats exp_decay_of_sum(Floats x, Floats t) {
  Floats rounded = exp_round(x);
  return exp_fraction(exp_reduce(x, rounded) + t) * exp_power((Bits)rounded);
}

/* eˣ - 1 for x ≤ 0, but for no tiny numbers. */
INLINE Floats ordinary_expm1(Floats x) {
  x = larger(x, splat(-18));
  Floats rounded = exp_round(x), r = exp_reduce(x, rounded), y = fmadd(exp_tail(r), r * r, r);
  /* 2ⁿ y + 2ⁿ - 1 */
  Floats scale = exp_power((Bits)rounded);
  return fmadd(scale, y, scale - 1.0f);
}

/* eˣ - 1 for x ≤ 0, accurate near 0 too. */
INLINE Floats exp_minus_one(Floats x) {
  /* Of numbers below 0, the smaller one has the smaller bits. */
  Ints tiny = (Ints)x < (Ints)splat(-TINY);
  return choose(tiny, x, ordinary_expm1(without(x, tiny)));
}

/* tanh x = -t / (t + 2) for t = e^(-2|x|) - 1, with the sign of x. */
INLINE Floats tanh_all(Floats x) {
  Floats size = magnitude(x);
  Ints tiny = (Ints)size < (Ints)splat(TINY);
  Floats t = ordinary_expm1(without(size, tiny) * -2.0f);
  return choose(sign_bits() | tiny, x, t / (t + 2.0f));
}

/* 1 / (1 + e^-x), by way of e^-|x|, which can't overflow. */
INLINE Floats logistic(Floats x) {
  Floats z = exp_decay(negative_magnitude(x));
  return choose(x >= 0, splat(1), z) / (z + 1.0f);
}

/* ln(1 + z) = 2 artanh(z / (z + 2)) for 0 ≤ z ≤ 1. */
INLINE Floats log_plus_one(Floats z) {
  Floats s = z / (z + 2.0f), size = larger(s, splat(9.313226e-10f)), square = size * size;
  Floats p = fmadd(splat(0.14006011f), square, splat(0.140009f));
  p = fmadd(p, square, splat(0.20010763f));
  p = fmadd(p, square, splat(0.3333321f));
  return (s + s) * fmadd(p, square, splat(1));
}
