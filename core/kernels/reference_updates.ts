/** Steps of optimizers in plain TypeScript: the specification of the fast kernels.
 * @module
 */
import type { Kernels } from "./types.ts";

/** What is remembered in float32 is never subnormal: arithmetic with such numbers is slow, and none of them matters. */
const NORMAL = { float32: 2 ** -126, float64: 0 };

/** The plain kernels of optimizers. */
export const updates: Pick<Kernels, "sgd" | "adam" | "rmsProp"> = {
  sgd(value, grad, velocity, { learningRate, momentum, weightDecay, nesterov }) {
    const w = value.data, v = velocity.data;
    let finite = true;
    for (let i = 0; i < w.length; i++) {
      const g = grad.data[i] + weightDecay * w[i];
      v[i] = momentum * v[i] + g;
      w[i] -= learningRate * (nesterov ? g + momentum * v[i] : v[i]);
      if (!Number.isFinite(w[i])) finite = false;
    }
    return finite;
  },

  adam(value, grad, mean, square, { rate, beta1, beta2, epsilon, weightDecay, keep, scale }) {
    const w = value.data, m = mean.data, v = square.data;
    let finite = true;
    for (let i = 0; i < w.length; i++) {
      const g = grad.data[i] + weightDecay * w[i];
      m[i] += (1 - beta1) * (g - m[i]);
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      w[i] = keep * w[i] - rate * m[i] / (Math.sqrt(v[i]) * scale + epsilon);
      if (!Number.isFinite(w[i])) finite = false;
    }
    return finite;
  },

  rmsProp(value, grad, square, velocity, mean, settings) {
    const { learningRate, alpha, epsilon, weightDecay, momentum, centered } = settings;
    const w = value.data, v = square.data, u = velocity.data, m = mean.data, normal = NORMAL[value.dtype];
    let finite = true;
    for (let i = 0; i < w.length; i++) {
      const g = grad.data[i] + weightDecay * w[i];
      v[i] = flush(v[i] + (1 - alpha) * (g * g - v[i]), normal);
      if (centered) m[i] = flush(m[i] + (1 - alpha) * (g - m[i]), normal);
      const variance = centered ? Math.max(0, v[i] - m[i] * m[i]) : v[i];
      u[i] = flush(momentum * u[i] + g / (Math.sqrt(variance) + epsilon), normal);
      w[i] -= learningRate * u[i];
      if (!Number.isFinite(w[i])) finite = false;
    }
    return finite;
  },
};

function flush(x: number, normal: number): number {
  return Math.abs(x) < normal ? 0 : x;
}
