/* HardSwish: 0 for u ≤ -3, u for u ≥ 3, else u (u + 3) / 6; and 0, 1, (2u + 3) / 6. */
#include "../elements.h"

INLINE Floats hard_swish_forward(Floats u) {
  Floats middle = u * ((u + 3.0f) * 0.16666667f);
  return without(choose(u >= 3, u, middle), u <= -3);
}

INLINE Floats hard_swish_derivative(Floats u, Floats y) {
  (void)y;
  Floats middle = fmadd(u, splat(0.33333334f), splat(0.5f));
  return without(choose(u >= 3, splat(1), middle), u <= -3);
}

ACTIVATION(hard_swish)
