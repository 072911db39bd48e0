/* Softplus: ln(1 + eᵘ), and 1 / (1 + e⁻ᵘ). */
#include "../elements.h"
#include "../exponential.h"

INLINE Floats softplus_forward(Floats u) {
  return larger(u, splat(0)) + log_plus_one(exp_decay(negative_magnitude(u)));
}

INLINE Floats softplus_derivative(Floats u, Floats y) {
  (void)y;
  return logistic(u);
}

ACTIVATION(softplus)
