// deno-fmt-ignore-file
// Written by `deno task kernels`.
/** What the WebAssembly module exports.
 * @module
 */

/** All functions. Addresses are byte offsets into `memory`, sizes are counts unless said otherwise, flags are 0 or 1. */
export interface Exports {
  /** See `assembly/adam.ts`. */
  adam(count: number, w: number, g: number, m: number, v: number, rate: number, rest1: number, beta2: number, rest2: number, epsilon: number, decay: number, keep: number, scale: number): number;
  /** See `assembly/arithmetic.ts`. */
  add_elements(count: number, a: number, b: number, out: number): void;
  /** See `assembly/batch_norm.ts`. */
  batch_norm(rows: number, columns: number, epsilon: number, momentum: number, training: number, x: number, weight: number, bias: number, means: number, variances: number, y: number, centered: number, scale: number): void;
  /** See `assembly/batch_norm.ts`. */
  batch_norm_backward(rows: number, columns: number, training: number, centered: number, scale: number, weight: number, dy: number, dx: number, dWeight: number, dBias: number): void;
  /** See `assembly/threads.ts`. */
  call_helpers(count: number): number;
  /** See `assembly/products.ts`. */
  column_sums(rows: number, columns: number, x: number, sums: number): void;
  /** See `assembly/threads.ts`. */
  dismiss_helpers(): void;
  /** See `assembly/distort.ts`. */
  distort(rows: number, columns: number, image: number, a: number, b: number, left: number, top: number, field: number, stride: number, mask: number, windowX: number, windowY: number, most: number, room: number, to: number): void;
  /** See `assembly/distort.ts`. */
  distort_room(rows: number, columns: number): number;
  /** See `assembly/drop.ts`. */
  drop(count: number, words: number, limit: number, kept: number, mask: number): void;
  /** See `assembly/activations/elu.ts`. */
  elu(count: number, x: number, y: number): void;
  /** See `assembly/activations/elu.ts`. */
  elu_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/strokes.ts`. */
  expand(count: number, pixels: number, order: number, starts: number, strokes: number, background: number, divisor: number, out: number): void;
  /** See `assembly/exponentials.ts`. */
  exponentials(count: number, x: number, y: number): void;
  /** See `assembly/losses/focal.ts`. */
  focal_loss(rows: number, classes: number, x: number, t: number, dx: number, sums: number, alpha: number, gamma: number): number;
  /** See `assembly/pixels.ts`. */
  gather(count: number, pixels: number, images: number, order: number, background: number, divisor: number, out: number): void;
  /** See `assembly/activations/gelu.ts`. */
  gelu(count: number, x: number, y: number): void;
  /** See `assembly/activations/gelu.ts`. */
  gelu_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/activations/hard_swish.ts`. */
  hard_swish(count: number, x: number, y: number): void;
  /** See `assembly/activations/hard_swish.ts`. */
  hard_swish_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/losses/hinge.ts`. */
  hinge_loss(rows: number, classes: number, x: number, t: number, dx: number, sums: number, margin: number): number;
  /** See `assembly/losses/kl_div.ts`. */
  kl_div_loss(rows: number, classes: number, x: number, t: number, dx: number, sums: number): number;
  /** See `assembly/layer_norm.ts`. */
  layer_norm(rows: number, columns: number, epsilon: number, x: number, weight: number, bias: number, y: number, centered: number, scale: number): void;
  /** See `assembly/layer_norm.ts`. */
  layer_norm_backward(rows: number, columns: number, centered: number, scale: number, weight: number, dy: number, dx: number, dWeight: number, dBias: number): void;
  /** See `assembly/activations/leaky_relu.ts`. */
  leaky_relu(count: number, x: number, y: number, slope: number): void;
  /** See `assembly/activations/leaky_relu.ts`. */
  leaky_relu_backward(count: number, x: number, y: number, dy: number, dx: number, slope: number): void;
  /** See `assembly/arithmetic.ts`. */
  lerp(count: number, a: number, b: number, weight: number): void;
  /** See `assembly/pair_lists.ts`. */
  list_pairs(rows: number, pixels: number, order: number, starts: number, strokes: number, table: number, counts: number, entries: number, values: number): void;
  /** See `assembly/row_lists.ts`. */
  list_rows(rows: number, pixels: number, order: number, starts: number, strokes: number, divisor: number, spans: number, positions: number, values: number): void;
  /** See `assembly/strokes.ts`. */
  list_strokes(count: number, pixels: number, images: number, order: number, starts: number, strokes: number): void;
  /** See `assembly/activations/mish.ts`. */
  mish(count: number, x: number, y: number): void;
  /** See `assembly/activations/mish.ts`. */
  mish_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/products.ts`. */
  multiply(m: number, n: number, k: number, a: number, transposeA: number, b: number, transposeB: number, c: number, bias: number, scratch: number, scratchBytes: number): void;
  /** See `assembly/peak.ts`. */
  multiply_adds(count: number): number;
  /** See `assembly/arithmetic.ts`. */
  multiply_elements(count: number, a: number, b: number, out: number): void;
  /** See `assembly/multiply_pairs.ts`. */
  multiply_pairs(rows: number, pixels: number, n: number, counts: number, entries: number, values: number, base: number, dy: number, dw: number, scratch: number, scratchBytes: number): void;
  /** See `assembly/multiply_rows.ts`. */
  multiply_rows(rows: number, pixels: number, n: number, spans: number, positions: number, values: number, base: number, w: number, bias: number, y: number, scratch: number, scratchBytes: number): void;
  /** See `assembly/products.ts`. */
  multiply_scratch(): number;
  /** See `assembly/p_relu.ts`. */
  p_relu(rows: number, columns: number, x: number, slopes: number, one: number, y: number): void;
  /** See `assembly/p_relu.ts`. */
  p_relu_backward(rows: number, columns: number, x: number, slopes: number, one: number, dy: number, dx: number, dSlopes: number): void;
  /** See `assembly/panels.ts`. */
  panel_scratch(rows: number): number;
  /** See `assembly/activations/relu.ts`. */
  relu(count: number, x: number, y: number): void;
  /** See `assembly/activations/relu.ts`. */
  relu_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/rms_prop.ts`. */
  rms_prop(count: number, w: number, g: number, v: number, u: number, m: number, rate: number, alpha: number, rest: number, epsilon: number, decay: number, momentum: number, centered: number): number;
  /** See `assembly/activations/selu.ts`. */
  selu(count: number, x: number, y: number): void;
  /** See `assembly/activations/selu.ts`. */
  selu_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/threads.ts`. */
  serve(thread: number, generation: number): void;
  /** See `assembly/sgd.ts`. */
  sgd(count: number, w: number, g: number, v: number, rate: number, momentum: number, decay: number, nesterov: number): number;
  /** See `assembly/activations/sigmoid.ts`. */
  sigmoid(count: number, x: number, y: number): void;
  /** See `assembly/activations/sigmoid.ts`. */
  sigmoid_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/activations/silu.ts`. */
  silu(count: number, x: number, y: number): void;
  /** See `assembly/activations/silu.ts`. */
  silu_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/losses/softmax_cross_entropy.ts`. */
  softmax_cross_entropy_loss(rows: number, classes: number, x: number, t: number, dx: number, sums: number): number;
  /** See `assembly/activations/softplus.ts`. */
  softplus(count: number, x: number, y: number): void;
  /** See `assembly/activations/softplus.ts`. */
  softplus_backward(count: number, x: number, y: number, dy: number, dx: number): void;
  /** See `assembly/strokes.ts`. */
  sparse_pitch(pixels: number): number;
  /** See `assembly/pair_lists.ts`. */
  sparse_stride(rows: number): number;
  /** See `assembly/activations/tanh.ts`. */
  tanh(count: number, x: number, y: number): void;
  /** See `assembly/activations/tanh.ts`. */
  tanh_backward(count: number, x: number, y: number, dy: number, dx: number): void;
}

/** The name of an activation's SIMD kernel. */
export type ActivationKernel = "elu" | "gelu" | "hard_swish" | "leaky_relu" | "mish" | "relu" | "selu" | "sigmoid" | "silu" | "softplus" | "tanh";
/** All of them. Each has a function `_backward` beside it. */
export const ACTIVATIONS: readonly ActivationKernel[] = ["elu", "gelu", "hard_swish", "leaky_relu", "mish", "relu", "selu", "sigmoid", "silu", "softplus", "tanh"];
/** How many settings each of them takes after the parameters that all have. */
export const ACTIVATION_SETTINGS: Readonly<Record<ActivationKernel, number>> = { elu: 0, gelu: 0, hard_swish: 0, leaky_relu: 1, mish: 0, relu: 0, selu: 0, sigmoid: 0, silu: 0, softplus: 0, tanh: 0 };

/** The name of a loss's SIMD kernel. */
export type LossKernel = "focal_loss" | "hinge_loss" | "kl_div_loss" | "softmax_cross_entropy_loss";
/** All of them. */
export const LOSSES: readonly LossKernel[] = ["focal_loss", "hinge_loss", "kl_div_loss", "softmax_cross_entropy_loss"];
/** How many settings each of them takes after the six parameters that all have. */
export const LOSS_SETTINGS: Readonly<Record<LossKernel, number>> = { focal_loss: 2, hinge_loss: 1, kl_div_loss: 0, softmax_cross_entropy_loss: 0 };
