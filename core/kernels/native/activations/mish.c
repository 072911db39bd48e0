/*
 * Mish: u t for t = tanh(ln(1 + eᵘ)), and t + u s(u) (1 - t²) for s(u) = 1 / (1 + e⁻ᵘ); both by way of z = e^-|u|, as in
 * `assembly/activations/mish.ts`.
 */
#include "../elements.h"
#include "../exponential.h"

INLINE Floats mish_forward(Floats u) {
  Floats z = exp_decay(negative_magnitude(u)), twice = z + z, product = z * (z + 2.0f);
  Floats upper = choose(u >= 0, 1.0f + twice, product);
  Floats lower = choose(u >= 0, fmadd(twice, 1.0f + z, splat(1)), product + 2.0f);
  return u * (upper / lower);
}

INLINE Floats mish_derivative(Floats u, Floats y) {
  (void)y;
  Floats z = exp_decay(negative_magnitude(u)), twice = z + z, next = 1.0f + z;
  Floats w = z * (z + 2.0f), low = w + 2.0f, high = fmadd(twice, next, splat(1)), m = 4.0f * (u * z) * next;
  Floats left = fmadd(w, low, m) / (low * low);
  /* The square of a smaller z may be subnormal, and does not matter beside 1. */
  Floats bend = m * larger(z, splat(0x1p-60f)) / high;
  return choose(u >= 0, ((1.0f + twice) + bend) / high, left);
}

ACTIVATION(mish)
