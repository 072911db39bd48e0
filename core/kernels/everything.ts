/** For tests: all that threads share, and what comes of it.
 * @module
 */
import { assert } from "@std/assert";
import { reserveBytes, reserveUint32 } from "../memory.ts";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { ACTIVATION_SETTINGS, type ActivationKernel } from "./exports.ts";
import { imagesOf, ImageTensor } from "./image_tensor.ts";
import type { ActivationFormula, Kernels } from "./types.ts";

/** Only the name of the SIMD kernel counts here; its settings are a quarter. */
export function named(simd: ActivationKernel): ActivationFormula {
  const settings = Array.from({ length: ACTIVATION_SETTINGS[simd] }, () => 0.25);
  return { forward: () => NaN, derivative: () => NaN, simd, settings };
}

/** Does every operation that is shared, on operands large enough to be cut into chunks. Returns checksums of all results. */
export function everything(kernels: Kernels): string {
  const inputs = new Random(1), rows = 100, pixels = 784, n = 200;
  const images = reserveBytes(300 * pixels), order = reserveUint32(rows);
  for (let i = 0; i < images.length; i++) if (inputs.uniform() < 0.2) images[i] = 1 + inputs.integer(255);
  for (let i = 0; i < rows; i++) order[i] = inputs.integer(300);
  const draw = (...shape: number[]) => {
    const tensor = Tensor.zeros(shape);
    for (let i = 0; i < tensor.size; i++) tensor.data[i] = inputs.normal();
    return tensor;
  };
  const x = new ImageTensor(Tensor.zeros([rows, pixels])),
    w = draw(pixels, n),
    bias = draw(n),
    y = Tensor.zeros([rows, n]);
  const dy = draw(rows, n), dw = Tensor.zeros([pixels, n]), dx = Tensor.zeros([rows, pixels]);
  const out = Tensor.zeros([rows, n]), dIn = Tensor.zeros([rows, n]), velocity = draw(pixels, n);
  const mean = draw(pixels, n), square = Tensor.zeros([pixels, n]);

  kernels.gather(images, order, { background: 128, divisor: 255 }, x);
  assert(imagesOf(x), "lists are shared, too");
  kernels.multiply(x, w, y, { bias });
  kernels.activate(named("tanh"), y, out);
  kernels.activateBackward(named("tanh"), y, out, dy, dIn);
  kernels.multiply(x, dIn, dw, { transposeA: true });
  kernels.multiply(dIn, w, dx, { transposeB: true });
  kernels.sgd(w, dw, velocity, { learningRate: 0.01, momentum: 0.9, weightDecay: 1e-3, nesterov: false });
  const adam = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, keep: 1, scale: 2 };
  kernels.adam(w, dw, mean, square, adam);
  const rmsProp = {
    learningRate: 1e-3,
    alpha: 0.9,
    epsilon: 1e-8,
    weightDecay: 0,
    momentum: 0.9,
    centered: true,
  };
  const remembered = [0, 1, 2].map(() => Tensor.zeros([pixels, n]));
  kernels.rmsProp(w, dw, remembered[0], remembered[1], remembered[2], rmsProp);
  kernels.lerp(mean, w, 0.1);
  const normal = () => ({ y: Tensor.zeros([rows, n]), centered: Tensor.zeros([rows, n]) });
  const gradients = () => ({
    dx: Tensor.zeros([rows, n]),
    dWeight: Tensor.zeros([n]),
    dBias: Tensor.zeros([n]),
  });
  const ofRows = { ...normal(), scale: Tensor.zeros([rows]) },
    ofColumns = { ...normal(), scale: Tensor.zeros([n]) };
  const fromRows = gradients(), fromColumns = gradients(), running = { mean: draw(n), variance: draw(n) };
  kernels.layerNorm(y, bias, bias, 1e-5, ofRows);
  kernels.layerNormBackward(ofRows, bias, dy, fromRows);
  kernels.batchNorm(y, bias, bias, { epsilon: 1e-5, momentum: 0.1, training: true }, running, ofColumns);
  kernels.batchNormBackward(ofColumns, bias, true, dy, fromColumns);
  const normalized = [ofRows, ofColumns, fromRows, fromColumns, running].flatMap((all) => Object.values(all));
  // Of as many rows as several threads share.
  const logits = Tensor.zeros([200, 10]),
    targets = Tensor.zeros([200, 10]),
    dLogits = Tensor.zeros([200, 10]);
  for (let i = 0; i < 2000; i++) logits.data[i] = inputs.normal();
  for (let row = 0; row < 200; row++) targets.data[10 * row + inputs.integer(10)] = 1;
  const loss = { row: () => NaN, simd: { kernel: "softmax_cross_entropy_loss" } } as const;
  const meanLoss = kernels.loss(loss, logits, targets, dLogits);
  const dense = y.clone();
  kernels.multiply(x.clone(), w, dense, { bias });
  const results = [
    y,
    out,
    dIn,
    dw,
    dx,
    w,
    velocity,
    mean,
    square,
    dense,
    dLogits,
    ...remembered,
    ...normalized,
  ];
  return results.map(({ data }) => checksum(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)))
    .join(" ") + ` ${meanLoss}`;
}

/** FNV-1a, 32 bits. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
