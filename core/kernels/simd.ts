/** The kernels in WebAssembly SIMD, for float32 tensors. Their source is in `assembly/`.
 * @module
 */
import { release, reserveBytes, reserveFloat32 } from "../memory.ts";
import { address, at } from "./addresses.ts";
import { fast } from "./builds.ts";
import { CompressedImages } from "./compressed_images.ts";
import type { KernelFunctions } from "./functions.ts";
import { imagesOf, ImageTensor, setImages } from "./image_tensor.ts";
import { ListedImages } from "./listed_images.ts";
import { NamedKernels } from "./named_kernels.ts";
import { reference } from "./reference.ts";
import { MOST_THREADS } from "./threads.ts";
import { simdNorms } from "./simd_norms.ts";
import type { Kernels } from "./types.ts";

/** The settings of a formula without any. */
const NONE: readonly number[] = [];

/** The kernels of one build of the module, or of the native library. */
export function simdKernels(wasm: KernelFunctions): Kernels {
  /** Scratch memory of each thread, in bytes; that of all of them. */
  let scratchBytes = 0, scratch = reserveFloat32(0);
  function ensureScratch(bytes: number): void {
    if (bytes <= scratchBytes) return;
    // Half as much again: batches that grow without end want more only now and then.
    const before = scratch, wanted = Math.ceil(Math.max(bytes, 1.5 * scratchBytes) / 64) * 64;
    scratch = reserveFloat32(MOST_THREADS * wanted / 4);
    scratchBytes = wanted;
    release(before);
  }
  ensureScratch(wasm.multiply_scratch());
  const named = new NamedKernels(wasm);

  /** Scratch memory for distorted images of one size, zero before the first. */
  let room: { readonly rows: number; readonly columns: number; readonly bytes: Uint8Array } | undefined;
  function roomFor(rows: number, columns: number): number {
    if (room?.rows !== rows || room.columns !== columns) {
      room = { rows, columns, bytes: reserveBytes(wasm.distort_room(rows, columns)) };
    }
    return room.bytes.byteOffset;
  }

  /** The compressed form of the tensors that images were gathered into, to be used again. */
  const compressed = new WeakMap<ImageTensor, CompressedImages>();
  function compressedForm(out: ImageTensor): CompressedImages | undefined {
    const rows = out.shape[0], pixels = out.shape[1];
    if (!CompressedImages.fits(rows, pixels)) return undefined;
    let images = compressed.get(out);
    if (images === undefined) {
      compressed.set(out, images = new CompressedImages(wasm, rows, pixels));
    }
    return images;
  }

  return {
    ...simdNorms(wasm),

    multiply(a, b, out, { transposeA = false, transposeB = false, bias } = {}) {
      const m = out.shape[0], n = out.shape[1], k = transposeA ? a.shape[0] : a.shape[1];
      const offset = bias ? at(bias) : 0, images = imagesOf(a);
      if (images && !transposeB && !(transposeA && bias)) {
        // Images that others have compressed may want more.
        ensureScratch(images.scratchBytes);
        const room = scratch.byteOffset;
        if (transposeA) images.multiplyTransposed(n, at(b), at(out), room, scratchBytes);
        else images.multiply(n, at(b), offset, at(out), room, scratchBytes);
        return;
      }
      const flagA = Number(transposeA), flagB = Number(transposeB);
      wasm.multiply(m, n, k, at(a), flagA, at(b), flagB, at(out), offset, scratch.byteOffset, scratchBytes);
    },

    columnSums(x, sums) {
      wasm.column_sums(x.shape[0], x.shape[1], at(x), at(sums));
    },

    multiplyElements(a, b, out) {
      wasm.multiply_elements(out.size, at(a), at(b), at(out));
    },

    addElements(a, b, out) {
      wasm.add_elements(out.size, at(a), at(b), at(out));
    },

    lerp(a, b, weight) {
      wasm.lerp(a.size, at(a), at(b), weight);
    },

    drop(random, probability, mask) {
      const { words, spare } = random.state, place = new Uint32Array(scratch.buffer, scratch.byteOffset, 4);
      place.set(words);
      // Of 53 random bits those below this are below the probability.
      const limit = Math.ceil(2 ** 53 * probability);
      wasm.drop(mask.size, scratch.byteOffset, limit, 1 / (1 - probability), at(mask));
      random.state = { words: [place[0], place[1], place[2], place[3]], spare };
    },

    activate(formula, x, y) {
      if (formula.simd === undefined) return reference.activate(formula, x, y);
      const { simd, settings = NONE } = formula;
      named.activation(simd, settings.length).forward(x.size, at(x), at(y), ...settings);
    },

    activateBackward(formula, x, y, dy, dx) {
      if (formula.simd === undefined) return reference.activateBackward(formula, x, y, dy, dx);
      const { simd, settings = NONE } = formula;
      named.activation(simd, settings.length).backward(x.size, at(x), at(y), at(dy), at(dx), ...settings);
    },

    loss(formula, logits, targets, dLogits) {
      if (formula.simd === undefined) return reference.loss(formula, logits, targets, dLogits);
      const { kernel, settings = NONE } = formula.simd, rows = logits.shape[0], classes = logits.shape[1];
      const loss = named.loss(kernel, settings.length), sums = scratch.byteOffset;
      return loss(rows, classes, at(logits), at(targets), at(dLogits), sums, ...settings);
    },

    sgd(value, grad, velocity, { learningRate, momentum, weightDecay, nesterov }) {
      const flag = Number(nesterov);
      const w = at(value), g = at(grad), v = at(velocity);
      return wasm.sgd(value.size, w, g, v, learningRate, momentum, weightDecay, flag) !== 0;
    },

    adam(value, grad, mean, square, { rate, beta1, beta2, epsilon, weightDecay, keep, scale }) {
      const w = at(value), g = at(grad), m = at(mean), v = at(square);
      const rest1 = 1 - beta1, rest2 = 1 - beta2;
      const { size } = value;
      return wasm.adam(size, w, g, m, v, rate, rest1, beta2, rest2, epsilon, weightDecay, keep, scale) !== 0;
    },

    rmsProp(value, grad, square, velocity, mean, settings) {
      const { learningRate, alpha, epsilon, weightDecay, momentum, centered } = settings;
      const w = at(value), g = at(grad), v = at(square), u = at(velocity), m = at(mean), rest = 1 - alpha;
      const flag = Number(centered), { size } = value;
      return wasm.rms_prop(
        size,
        w,
        g,
        v,
        u,
        m,
        learningRate,
        alpha,
        rest,
        epsilon,
        weightDecay,
        momentum,
        flag,
      ) !== 0;
    },

    distort(image, { rows, columns, a, b, left, top, displacements, windowX: x, windowY: y }, out) {
      const { field, stride = 0, mask = 0, most = 0 } = displacements ?? {}, scratch = roomFor(rows, columns);
      const from = address(image), shown = field ? address(field) : 0, to = address(out);
      // -0, which Math.round makes of small numbers, is no whole number for a native library.
      const place = [a | 0, b | 0, left | 0, top | 0] as const;
      wasm.distort(rows, columns, from, ...place, shown, stride, mask, x, y, most, scratch, to);
    },

    gather(images, order, scale, out) {
      const numbers = address(order), count = out.shape[0], pixels = out.shape[1];
      if (images instanceof ListedImages) {
        const listed = images, { background, divisor } = scale;
        const form = out instanceof ImageTensor ? compressedForm(out) : undefined;
        const taken = form?.takeListed(listed, order, scale);
        if (out instanceof ImageTensor) setImages(out, taken ? form : undefined);
        if (taken) return;
        const starts = address(listed.starts), strokes = address(listed.strokes);
        wasm.expand(count, pixels, numbers, starts, strokes, background, divisor, at(out));
        return;
      }
      const from = address(images);
      if (out instanceof ImageTensor) {
        const form = compressedForm(out), taken = form?.take(from, order, scale);
        setImages(out, taken ? form : undefined);
        if (taken) return;
      }
      wasm.gather(count, pixels, from, numbers, scale.background, scale.divisor, at(out));
    },
  };
}

/** The kernels of the build that this engine runs fastest. */
export const simd: Kernels = simdKernels(fast.wasm);
