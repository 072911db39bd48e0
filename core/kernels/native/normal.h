/* The normal distribution: step by step that of `assembly/normal.ts`, which says where the polynomials come from. */
#pragma once
#include "exponential.h"

/* From here on Φ(-a), which is 2.2e-38, counts as 0. */
#define LARGEST 12.9f

/* |u|, neither larger nor smaller than the formulas below can do with. */
INLINE Floats normal_size(Floats u) {
  return larger(smaller(magnitude(u), splat(LARGEST)), splat(9.313226e-10f));
}

/* e^(-a²/2). The square is made in two parts, a = h + (a - h), of which that of h is exact. */
INLINE Floats bell(Floats a) {
  Floats h = (Floats)(((Bits)a + 0x800) & 0xfffff000u);
  Floats rest = (h - a) * 0.5f * (h + a);
  return without(exp_decay_of_sum(h * (h * -0.5f), rest), a >= LARGEST);
}

/* Φ(u), given a = |u| and e^(-a²/2). */
INLINE Floats distribution(Floats u, Floats a, Floats e) {
  Floats n = fmadd(splat(8.74083303e-3f), a, splat(0.105000272f));
  n = fmadd(n, a, splat(0.58671081f));
  n = fmadd(n, a, splat(1.78117394f));
  n = fmadd(n, a, splat(2.84097266f));
  Floats d = fmadd(splat(3.48669407e-3f), a, splat(0.0419081971f));
  d = fmadd(d, a, splat(0.240628675f));
  d = fmadd(d, a, splat(0.79951936f));
  d = fmadd(d, a, splat(1.5375185f));
  d = fmadd(d, a, splat(1.42048633f));
  Floats tail = e * (d / fmadd(a * 2.50662827463f, d, n));
  return choose(u >= 0, 1.0f - tail, tail);
}
