/** Normalization and parametric ReLU in SIMD.
 * @module
 */
import { at } from "./addresses.ts";
import type { KernelFunctions } from "./functions.ts";
import type { norms } from "./reference_norms.ts";

/** The kernels of layers with parameters of their own, of one build of the module or of the native library. */
export function simdNorms(wasm: KernelFunctions): typeof norms {
  return {
    layerNorm(x, weight, bias, epsilon, { y, centered, scale }) {
      const rows = scale.size, columns = weight.size, gamma = at(weight), beta = at(bias);
      wasm.layer_norm(rows, columns, epsilon, at(x), gamma, beta, at(y), at(centered), at(scale));
    },

    layerNormBackward({ centered, scale }, weight, dy, { dx, dWeight, dBias }) {
      const rows = scale.size, columns = weight.size, d = at(centered), s = at(scale), gamma = at(weight);
      wasm.layer_norm_backward(rows, columns, d, s, gamma, at(dy), at(dx), at(dWeight), at(dBias));
    },

    batchNorm(x, weight, bias, { epsilon, momentum, training }, running, { y, centered, scale }) {
      const rows = x.shape[0], columns = x.shape[1], flag = Number(training);
      const from = at(x), gamma = at(weight), beta = at(bias), d = at(centered), s = at(scale);
      const means = at(running.mean), variances = at(running.variance), to = at(y);
      wasm.batch_norm(rows, columns, epsilon, momentum, flag, from, gamma, beta, means, variances, to, d, s);
    },

    batchNormBackward({ centered, scale }, weight, training, dy, { dx, dWeight, dBias }) {
      const rows = dy.shape[0], columns = dy.shape[1], flag = Number(training);
      const d = at(centered), s = at(scale), gamma = at(weight), from = at(dy), to = at(dx);
      wasm.batch_norm_backward(rows, columns, flag, d, s, gamma, from, to, at(dWeight), at(dBias));
    },

    pRelu(x, slopes, y) {
      const columns = x.shape.at(-1) ?? 1, one = Number(slopes.size === 1);
      wasm.p_relu(rowsOf(x.size, columns), columns, at(x), at(slopes), one, at(y));
    },

    pReluBackward(x, slopes, dy, dx, dSlopes) {
      const columns = x.shape.at(-1) ?? 1, one = Number(slopes.size === 1), rows = rowsOf(x.size, columns);
      wasm.p_relu_backward(rows, columns, at(x), at(slopes), one, at(dy), at(dx), at(dSlopes));
    },
  };
}

function rowsOf(size: number, columns: number): number {
  return columns === 0 ? 0 : size / columns;
}
