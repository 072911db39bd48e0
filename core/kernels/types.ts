/** What kernels can do, and what they are told: types alone.
 * @module
 */
import type { Tensor } from "../tensor.ts";
import type { ListedImages } from "./listed_images.ts";
import type { ActivationKernel, LossKernel } from "./exports.ts";

/** The numbers of a tensor, or of a row of it. */
export type Numbers = Float32Array | Float64Array;

/** An activation: a function of one number and its derivative. */
export interface ActivationFormula {
  /** y = f(u). */
  forward(u: number): number;
  /** f′(u), given both the input `u` and the output `y = f(u)`. */
  derivative(u: number, y: number): number;
  /** The SIMD kernel that computes the same, for float32. Without one the functions above are called. */
  readonly simd?: ActivationKernel;
  /** The settings of the formula in the order in which the SIMD kernel takes them; none unless given. */
  readonly settings?: readonly number[];
}

/** A loss: a function of one row of logits and its derivative. */
export interface LossFormula {
  /**
   * The loss of one row `x [classes]` with targets `t [classes]`, not yet divided by the batch size; writes its
   * gradient to `dx [classes]`.
   */
  row(x: Numbers, t: Numbers, dx: Numbers): number;
  /**
   * The SIMD kernel that computes the same, for float32, and the settings of the loss in the order in which the kernel takes them.
   * Without one the function above is called.
   */
  readonly simd?: { readonly kernel: LossKernel; readonly settings?: readonly number[] };
}

/** The settings of one step of SGD. */
export interface SgdSettings {
  /** The factor of the step. */
  learningRate: number;
  /** The share of the last step's velocity that is kept. */
  momentum: number;
  /** The factor of the weights that is added to the gradient. */
  weightDecay: number;
  /** Whether to look ahead along the velocity. */
  nesterov: boolean;
}

/** The settings of one step of Adam, the corrections of the bias worked in. */
export interface AdamSettings {
  /** The learning rate, divided by 1 - β₁ᵗ. */
  rate: number;
  /** The decay of the mean gradient. */
  beta1: number;
  /** The decay of the mean square. */
  beta2: number;
  /** Added to the denominator. */
  epsilon: number;
  /** The factor of the weights that is added to the gradient (Adam). */
  weightDecay: number;
  /** The factor by which the weights shrink (AdamW). */
  keep: number;
  /** 1 / √(1 - β₂ᵗ). */
  scale: number;
}

/** How the bytes of images become numbers: (byte - background) / divisor. */
export interface PixelScale {
  /** The byte that becomes 0. */
  readonly background: number;
  /** What the difference is divided by. */
  readonly divisor: number;
}

/**
 * The operations. All tensors of a call have one dtype; shapes are not checked here but by those who call. Results
 * are written to tensors that the caller reserved.
 *
 * For float32, gradients of activations and losses and what optimizers remember are never subnormal, between -2⁻¹²⁶ and 2⁻¹²⁶: they are
 * 0 then, and e^-|x| counts as 0 where it is. Arithmetic with such numbers is up to a hundred times slower, and none of them matters.
 * (A product may still make some of factors that are not.)
 */
export interface Kernels {
  /**
   * `out [m, n] = a [m, k] · b [k, n]`, plus `bias [n]` in each row if given. With `transposeA`, `a` is stored as
   * `[k, m]`; with `transposeB`, `b` as `[n, k]`.
   */
  multiply(
    a: Tensor,
    b: Tensor,
    out: Tensor,
    options?: { transposeA?: boolean; transposeB?: boolean; bias?: Tensor },
  ): void;
  /** `sums [n]`: the sums of the columns of `x [m, n]`. */
  columnSums(x: Tensor, sums: Tensor): void;
  /** `out = a·b`, number by number. */
  multiplyElements(a: Tensor, b: Tensor, out: Tensor): void;
  /** `y = f(x)`, number by number. */
  activate(formula: ActivationFormula, x: Tensor, y: Tensor): void;
  /** `dx = dy·f′(x)`, number by number, where `y = f(x)`. */
  activateBackward(formula: ActivationFormula, x: Tensor, y: Tensor, dy: Tensor, dx: Tensor): void;
  /** The mean of a loss over the rows of `logits [n, classes]`; its gradient goes to `dLogits`. */
  loss(formula: LossFormula, logits: Tensor, targets: Tensor, dLogits: Tensor): number;
  /**
   * One step of SGD: changes `value` and `velocity`. Returns whether all numbers of `value` are finite then.
   */
  sgd(value: Tensor, grad: Tensor, velocity: Tensor, settings: SgdSettings): boolean;
  /**
   * One step of Adam or AdamW: changes `value`, `mean` and `square`. Returns whether all numbers of `value` are finite
   * then.
   */
  adam(value: Tensor, grad: Tensor, mean: Tensor, square: Tensor, settings: AdamSettings): boolean;
  /**
   * `out [count, pixels]`: the images whose numbers `order` starts with, scaled. Images and order must come from
   * `reserveBytes` and `reserveUint32` for float32; {@linkcode ListedImages} may be anywhere. An `ImageTensor` keeps them compressed, if that is worth it.
   */
  gather(images: Uint8Array | ListedImages, order: Uint32Array, scale: PixelScale, out: Tensor): void;
}
