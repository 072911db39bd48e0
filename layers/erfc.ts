/** The complementary error function.
 * @module
 */

// Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of
// Computation 23 (1969): numerators and denominators, the highest power first.
// deno-fmt-ignore
const SMALL = {
  p: [
    1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2,
    3.20937758913846947e3,
  ],
  q: [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3],
};
// deno-fmt-ignore
const MIDDLE = {
  p: [
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
    2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
    1.23033935479799725e3,
  ],
  q: [
    1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
    3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
  ],
};
// deno-fmt-ignore
const LARGE = {
  p: [
    1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
    1.60837851487422766e-2, 6.58749161529837803e-4,
  ],
  q: [
    1, 2.56852019228982242e0, 1.87295284992346725e0, 5.27905102951428412e-1, 6.05183413124413191e-2,
    2.33520497626869185e-3,
  ],
};

function ratio({ p, q }: { p: number[]; q: number[] }, x: number): number {
  return horner(p, x) / horner(q, x);
}

function horner(coefficients: number[], x: number): number {
  let sum = 0;
  for (const c of coefficients) sum = sum * x + c;
  return sum;
}

/** erfc x = 2/√π ∫ₓ^∞ e^(-t²) dt, to about 15 digits, also where it is tiny. */
export function erfc(x: number): number {
  const a = Math.abs(x);
  if (a <= 0.46875) return 1 - x * ratio(SMALL, x * x);
  let tail: number;
  if (a <= 4) {
    tail = Math.exp(-a * a) * ratio(MIDDLE, a);
  } else {
    const square = 1 / (a * a);
    tail = a > 27 ? 0 : Math.exp(-a * a) / a * (1 / Math.sqrt(Math.PI) - square * ratio(LARGE, square));
  }
  return x < 0 ? 2 - tail : tail;
}
