/* Leaky ReLU: u for u > 0, else su; and 1, or s. */
#include "../elements.h"

INLINE Floats leaky_relu_forward(Floats u, Floats slope) {
  return choose(u > 0, u, slope * u);
}

INLINE Floats leaky_relu_derivative(Floats u, Floats y, Floats slope) {
  (void)y;
  /* NaN where u is NaN. */
  return choose(u > 0, splat(1), choose(u == u, slope, u));
}

SETTING_ACTIVATION(leaky_relu)
