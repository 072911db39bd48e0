/** SELU, tanh and softmax with any exponential, as the textbook writes them.
 * @module
 */
import type { ActivationFormula, LossFormula } from "@chainrule/core";
import type { Exponential } from "./exponentials.ts";

const LAMBDA = 1.0507009873554805, ALPHA = 1.6732632423543772;

/** λu for u > 0, else λα(eᵘ - 1); derivative λ, else λαeᵘ. */
export function seluWith(exp: Exponential): ActivationFormula {
  return {
    forward: (u) => u > 0 ? LAMBDA * u : LAMBDA * ALPHA * (exp(u) - 1),
    derivative: (u, y) => u > 0 ? LAMBDA : y + LAMBDA * ALPHA,
  };
}

/** (eᵘ - e⁻ᵘ) / (eᵘ + e⁻ᵘ); derivative 1 - y². */
export function tanhWith(exp: Exponential): ActivationFormula {
  return {
    forward: (u) => {
      const up = exp(u), down = exp(-u);
      return (up - down) / (up + down);
    },
    derivative: (_, y) => 1 - y * y,
  };
}

/**
 * Σ t (-ln h) for h = softmax(x), and with `entropy` also Σ t ln t: cross-entropy and KL divergence; the gradient is h - t.
 * The row maximum is subtracted first. Where a series makes the h of a target negative, the loss is NaN.
 */
export function softmaxLossWith(exp: Exponential, { entropy = false } = {}): LossFormula {
  return {
    row(x, t, dx) {
      let maximum = -Infinity, sum = 0, loss = 0;
      for (let k = 0; k < x.length; k++) if (!(x[k] <= maximum)) maximum = x[k];
      for (let k = 0; k < x.length; k++) sum += dx[k] = exp(x[k] - maximum);
      for (let k = 0; k < x.length; k++) {
        const h = dx[k] / sum;
        if (t[k] !== 0) loss += t[k] * ((entropy ? Math.log(t[k]) : 0) - Math.log(h)); // 0 · ln 0 = 0
        dx[k] = h - t[k];
      }
      return loss;
    },
  };
}

/** The same without the row maximum subtracted, in float32 throughout: overflows where a logit is above 88.7. */
export function plainSoftmaxLoss({ entropy = false } = {}): LossFormula {
  const { fround } = Math;
  return {
    row(x, t, dx) {
      let sum = 0, loss = 0;
      for (let k = 0; k < x.length; k++) sum = fround(sum + fround(Math.exp(x[k])));
      for (let k = 0; k < x.length; k++) {
        const h = fround(fround(Math.exp(x[k])) / sum);
        if (t[k] !== 0) loss += t[k] * ((entropy ? Math.log(t[k]) : 0) - Math.log(h));
        dx[k] = h - t[k];
      }
      return loss;
    },
  };
}
