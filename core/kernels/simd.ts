/** The kernels in WebAssembly SIMD, for float32 tensors. Their source is in `assembly/`.
 * @module
 */
import { MemoryError } from "../errors.ts";
import { memory, reserveFloat32 } from "../memory.ts";
import type { Tensor } from "../tensor.ts";
import type { Kernels } from "./kernels.ts";
import { reference } from "./reference.ts";
import { type Exports, instantiate, relaxed } from "./wasm.ts";

/** The byte offset of an array in the memory that the kernels see. */
function address(array: ArrayBufferView): number {
  if (array.buffer !== memory.buffer) {
    throw new MemoryError(
      "Cannot run a kernel: an array is not in the memory that reserveBytes and tensors use",
    );
  }
  return array.byteOffset;
}

/** The kernels of one build of the module. */
export function simdKernels(wasm: Exports): Kernels {
  const scratch = reserveFloat32(wasm.multiply_scratch() / 4);

  return {
    multiply(a, b, out, { transposeA = false, transposeB = false, bias } = {}) {
      const [m, n] = out.shape, k = transposeA ? a.shape[0] : a.shape[1];
      const [flagA, flagB] = [Number(transposeA), Number(transposeB)];
      wasm.multiply(
        ...[m, n, k, at(a), flagA, at(b), flagB, at(out), bias ? at(bias) : 0] as const,
        scratch.byteOffset,
      );
    },

    columnSums(x, sums) {
      wasm.column_sums(x.shape[0], x.shape[1], at(x), at(sums));
    },

    multiplyElements(a, b, out) {
      wasm.multiply_elements(out.size, at(a), at(b), at(out));
    },

    activate(formula, x, y) {
      if (formula.simd) wasm[`${formula.simd}_forward`](x.size, at(x), at(y));
      else reference.activate(formula, x, y);
    },

    activateBackward(formula, x, y, dy, dx) {
      if (formula.simd) wasm[`${formula.simd}_backward`](x.size, at(x), at(y), at(dy), at(dx));
      else reference.activateBackward(formula, x, y, dy, dx);
    },

    loss(formula, logits, targets, dLogits) {
      const { simd } = formula;
      if (!simd) return reference.loss(formula, logits, targets, dLogits);
      const [rows, classes] = logits.shape;
      const x = at(logits), t = at(targets), dx = at(dLogits);
      if (simd.kernel === "hinge") return wasm.hinge(rows, classes, x, t, dx, simd.margin);
      if (simd.kernel === "focal") return wasm.focal(rows, classes, x, t, dx, simd.alpha, simd.gamma);
      return wasm[simd.kernel](rows, classes, x, t, dx);
    },

    sgd(value, grad, velocity, { learningRate, momentum, weightDecay, nesterov }) {
      const flag = Number(nesterov);
      wasm.sgd(value.size, at(value), at(grad), at(velocity), learningRate, momentum, weightDecay, flag);
    },

    adam(value, grad, mean, square, { rate, beta1, beta2, epsilon, weightDecay, keep, scale }) {
      const w = at(value), g = at(grad), m = at(mean), v = at(square);
      wasm.adam(value.size, w, g, m, v, rate, beta1, beta2, epsilon, weightDecay, keep, scale);
    },

    gather(images, order, { background, divisor }, out) {
      const [count, pixels] = out.shape;
      wasm.gather(count, pixels, address(images), address(order), background, divisor, at(out));
    },
  };
}

function at(tensor: Tensor): number {
  return address(tensor.data);
}

/** The kernels of the build that this engine can run. */
export const simd: Kernels = simdKernels(await instantiate(relaxed));
