/* SiLU: u s(u) for s(u) = 1 / (1 + e⁻ᵘ), and s(u) (1 + u s(-u)). */
#include "../elements.h"
#include "../exponential.h"

INLINE Floats silu_forward(Floats u) {
  return u * logistic(u);
}

INLINE Floats silu_derivative(Floats u, Floats y) {
  (void)y;
  return logistic(u) * fmadd(u, logistic(-u), splat(1));
}

ACTIVATION(silu)
