/* GELU: u Φ(u), and Φ(u) + u φ(u) for φ(u) = e^(-u²/2) / √(2π). */
#include "../elements.h"
#include "../normal.h"

INLINE Floats gelu_forward(Floats u) {
  Floats a = normal_size(u);
  return u * distribution(u, a, bell(a));
}

INLINE Floats gelu_derivative(Floats u, Floats y) {
  (void)y;
  Floats a = normal_size(u), e = bell(a);
  return fmadd(u, e * 0.3989422804f, distribution(u, a, e));
}

ACTIVATION(gelu)
