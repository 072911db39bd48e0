/* ELU with α = 1: u for u > 0, else eᵘ - 1; and 1, or eᵘ. */
#include "../elements.h"
#include "../exponential.h"

INLINE Floats elu_forward(Floats u) {
  return choose(u > 0, u, exp_minus_one(smaller(u, splat(0))));
}

INLINE Floats elu_derivative(Floats u, Floats y) {
  (void)y;
  return choose(u > 0, splat(1), exp_decay(u));
}

ACTIVATION(elu)
