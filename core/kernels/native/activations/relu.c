/* ReLU: u for u > 0, else 0; and 1, or 0. */
#include "../elements.h"

INLINE Floats relu_forward(Floats u) {
  /* Keeps u itself, and so NaN, unless u ≤ 0. */
  return without(u, u <= 0);
}

INLINE Floats relu_derivative(Floats u, Floats y) {
  (void)y;
  /* 1, 0, or NaN where u is NaN. */
  return choose(u > 0, splat(1), without(u, u == u));
}

ACTIVATION(relu)
