/* tanh u, and 1 - tanh² u. */
#include "../elements.h"
#include "../exponential.h"

INLINE Floats tanh_forward(Floats u) {
  return tanh_all(u);
}

INLINE Floats tanh_derivative(Floats u, Floats y) {
  (void)u;
  return (1.0f - y) * (1.0f + y);
}

ACTIVATION(tanh)
