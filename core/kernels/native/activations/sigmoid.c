/* s(u) = 1 / (1 + e⁻ᵘ), and s(u) s(-u). */
#include "../elements.h"
#include "../exponential.h"

INLINE Floats sigmoid_forward(Floats u) {
  return logistic(u);
}

INLINE Floats sigmoid_derivative(Floats u, Floats y) {
  (void)y;
  /* z / (1 + z)² for z = e^-|u|: y (1 - y) would lose all digits for large u. */
  Floats z = exp_decay(negative_magnitude(u)), sum = z + 1.0f;
  return z / sum / sum;
}

ACTIVATION(sigmoid)
