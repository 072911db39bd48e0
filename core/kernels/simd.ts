/** The kernels in WebAssembly SIMD, for float32 tensors. Their source is in `assembly/`.
 * @module
 */
import { MemoryError } from "../errors.ts";
import { memory, reserveFloat32 } from "../memory.ts";
import { setSource, sourceOf, type Tensor } from "../tensor.ts";
import { CompressedImages } from "./compressed_images.ts";
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
  let scratch = reserveFloat32(wasm.multiply_scratch() / 4);
  /** The compressed form of the tensors that images were gathered into, to be used again. */
  const compressed = new WeakMap<Tensor, CompressedImages>();

  function compressedForm(out: Tensor): CompressedImages | undefined {
    const [rows, pixels] = out.shape;
    if (!CompressedImages.fits(rows, pixels)) return undefined;
    let images = compressed.get(out);
    if (images === undefined) {
      compressed.set(out, images = new CompressedImages(wasm, rows, pixels));
      if (images.scratch > scratch.byteLength) scratch = reserveFloat32(images.scratch / 4);
    }
    return images;
  }

  return {
    multiply(a, b, out, { transposeA = false, transposeB = false, bias } = {}) {
      const [m, n] = out.shape, k = transposeA ? a.shape[0] : a.shape[1];
      const offset = bias ? at(bias) : 0, images = sourceOf(a);
      if (images instanceof CompressedImages && !transposeB && !(transposeA && bias)) {
        if (transposeA) images.multiplyTransposed(n, at(b), at(out), scratch.byteOffset);
        else images.multiply(n, at(b), offset, at(out), scratch.byteOffset);
        return;
      }
      wasm.multiply(
        m,
        n,
        k,
        at(a),
        Number(transposeA),
        at(b),
        Number(transposeB),
        at(out),
        offset,
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

    gather(images, order, scale, out) {
      const form = compressedForm(out), from = address(images), numbers = address(order);
      setSource(out, undefined);
      if (form?.take(from, numbers, scale)) {
        setSource(out, form);
        return;
      }
      const [count, pixels] = out.shape;
      wasm.gather(count, pixels, from, numbers, scale.background, scale.divisor, at(out));
    },
  };
}

function at(tensor: Tensor): number {
  return address(tensor.data);
}

/** The kernels of the build that this engine can run. */
export const simd: Kernels = simdKernels(await instantiate(relaxed));
