/* SELU: λu for u > 0, else λα(eᵘ - 1); and λ, or λα eᵘ. */
#include "../elements.h"
#include "../exponential.h"

static const float SELU_LAMBDA = 1.0507009873554805f, SELU_LAMBDA_ALPHA = 1.7580993408473766f;

INLINE Floats selu_forward(Floats u) {
  return choose(u > 0, SELU_LAMBDA * u, SELU_LAMBDA_ALPHA * exp_minus_one(smaller(u, splat(0))));
}

INLINE Floats selu_derivative(Floats u, Floats y) {
  (void)y;
  return choose(u > 0, splat(SELU_LAMBDA), SELU_LAMBDA_ALPHA * exp_decay(u));
}

ACTIVATION(selu)
