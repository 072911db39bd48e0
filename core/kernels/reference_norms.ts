/** Normalization and parametric ReLU in plain TypeScript: the specification of the fast kernels.
 * @module
 */
import type { Tensor } from "../tensor.ts";
import type { Kernels } from "./types.ts";

type Norms =
  | "layerNorm"
  | "layerNormBackward"
  | "batchNorm"
  | "batchNormBackward"
  | "pRelu"
  | "pReluBackward";

/** The plain kernels of layers with parameters of their own. */
export const norms: Pick<Kernels, Norms> = {
  layerNorm(x, weight, bias, epsilon, { y, centered, scale }) {
    const K = weight.size, gamma = weight.data, beta = bias.data, from = x.data, d = centered.data;
    for (let row = 0, start = 0; start < from.length; row++, start += K) {
      let sum = 0, squares = 0;
      for (let k = start; k < start + K; k++) sum += from[k];
      const mean = sum / K;
      for (let k = start; k < start + K; k++) {
        d[k] = from[k] - mean;
        squares += (from[k] - mean) * (from[k] - mean);
      }
      const s = 1 / Math.sqrt(squares / K + epsilon);
      scale.data[row] = s;
      for (let k = 0; k < K; k++) y.data[start + k] = gamma[k] * d[start + k] * s + beta[k];
    }
  },

  layerNormBackward({ centered, scale }, weight, dy, { dx, dWeight, dBias }) {
    const K = weight.size, gamma = weight.data, d = centered.data, from = dy.data;
    const dGamma = dWeight.data, dBeta = dBias.data;
    dGamma.fill(0);
    dBeta.fill(0);
    for (let row = 0, start = 0; start < from.length; row++, start += K) {
      const s = scale.data[row];
      let sum = 0, dot = 0; // of g = γ dy, and of g and x̂
      for (let k = 0; k < K; k++) {
        const g = from[start + k], normal = d[start + k] * s;
        dGamma[k] += g * normal;
        dBeta[k] += g;
        sum += gamma[k] * g;
        dot += gamma[k] * g * normal;
      }
      for (let k = 0; k < K; k++) {
        const normal = d[start + k] * s;
        dx.data[start + k] = s * (gamma[k] * from[start + k] - sum / K - normal * dot / K);
      }
    }
  },

  batchNorm(x, weight, bias, { epsilon, momentum, training }, running, { y, centered, scale }) {
    const [N, K] = x.shape, from = x.data, d = centered.data;
    const means = running.mean.data, variances = running.variance.data;
    for (let k = 0; k < K; k++) {
      const mean = training ? sumOf(x, k) / N : means[k];
      let squares = 0;
      for (let i = k; i < from.length; i += K) {
        d[i] = from[i] - mean;
        squares += (from[i] - mean) * (from[i] - mean);
      }
      const s = 1 / Math.sqrt((training ? squares / N : variances[k]) + epsilon);
      if (training) {
        means[k] = (1 - momentum) * means[k] + momentum * mean;
        variances[k] = (1 - momentum) * variances[k] + momentum * squares / (N - 1);
      }
      const factor = s * weight.data[k], shift = bias.data[k];
      scale.data[k] = s;
      for (let i = k; i < from.length; i += K) y.data[i] = d[i] * factor + shift;
    }
  },

  batchNormBackward({ centered, scale }, weight, training, dy, { dx, dWeight, dBias }) {
    const [N, K] = dy.shape, d = centered.data, from = dy.data;
    for (let k = 0; k < K; k++) {
      const s = scale.data[k], gamma = weight.data[k];
      let sum = 0, dot = 0; // of dy, and of dy and x̂
      for (let i = k; i < from.length; i += K) {
        sum += from[i];
        dot += from[i] * d[i] * s;
      }
      dWeight.data[k] = dot;
      dBias.data[k] = sum;
      if (!training) sum = dot = 0; // running statistics do not depend on x
      for (let i = k; i < from.length; i += K) {
        dx.data[i] = gamma * s * (from[i] - sum / N - d[i] * s * dot / N);
      }
    }
  },

  pRelu(x, slopes, y) {
    const a = slopes.data, count = a.length, from = x.data, to = y.data;
    for (let i = 0; i < from.length; i++) to[i] = from[i] > 0 ? from[i] : a[i % count] * from[i];
  },

  pReluBackward(x, slopes, dy, dx, dSlopes) {
    const a = slopes.data, count = a.length, from = x.data, d = dy.data, to = dx.data;
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let i = k; i < from.length; i += count) {
        to[i] = from[i] > 0 ? d[i] : a[k] * d[i];
        if (!(from[i] > 0)) sum += d[i] * from[i];
      }
      dSlopes.data[k] = sum;
    }
  },
};

/** The sum of a column. */
function sumOf({ data, shape: [, K] }: Tensor, k: number): number {
  let sum = 0;
  for (let i = k; i < data.length; i += K) sum += data[i];
  return sum;
}
