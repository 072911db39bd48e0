/** What kernels can do, and what they are told: types alone.
 * @module
 */
import type { Random } from "../random.ts";
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

/** The settings of one step of RMSprop. */
export interface RmsPropSettings {
  /** The factor of the step. */
  learningRate: number;
  /** The decay α of the mean square. */
  alpha: number;
  /** Added to the denominator. */
  epsilon: number;
  /** The factor of the weights that is added to the gradient. */
  weightDecay: number;
  /** The share of the last step's velocity that is kept. */
  momentum: number;
  /** Whether the mean gradient is kept as well, so that the variance takes the place of the mean square. */
  centered: boolean;
}

/** How a batch is normalized. */
export interface BatchNormSettings {
  /** Added to the variance. */
  readonly epsilon: number;
  /** By which part the running statistics move towards those of the batch. */
  readonly momentum: number;
  /** Whether the statistics are those of the batch; those that run otherwise. */
  readonly training: boolean;
}

/** What a normalization writes. */
export interface Normalized {
  /** The output. */
  readonly y: Tensor;
  /** x - μ, of the shape of the input. */
  readonly centered: Tensor;
  /** 1 / √(σ² + ε) of each row, or each column. */
  readonly scale: Tensor;
}

/** Where the gradients of a normalization are written to. */
export interface NormGradients {
  /** That of the input. */
  readonly dx: Tensor;
  /** That of the factors. */
  readonly dWeight: Tensor;
  /** That of what is added. */
  readonly dBias: Tensor;
}

/** How the bytes of images become numbers: (byte - background) / divisor. */
export interface PixelScale {
  /** The byte that becomes 0. */
  readonly background: number;
  /** What the difference is divided by. */
  readonly divisor: number;
}

/** By how much each pixel is read from beside where it is, for elastic distortion. */
export interface Displacements {
  /** 16 bits along x, the lower ones, and 16 along y, multiples of 2⁻⁸ pixels; row-major, in memory of `reserveBytes` for float32. */
  readonly field: Int32Array;
  /** The numbers of a row of the field. */
  readonly stride: number;
  /** What to take of the number of a row by `&`: rows repeat. */
  readonly mask: number;
  /** No displacement is larger, in pixels. */
  readonly most: number;
}

/** How an image is distorted. Lengths are multiples of 2⁻¹⁶ pixels: 65,536 is one. */
export interface Distortion {
  /** The height of the image in pixels. */
  readonly rows: number;
  /** The width. */
  readonly columns: number;
  /** The cosine of the angle by which it is turned back, divided by the size. */
  readonly a: number;
  /** The sine. */
  readonly b: number;
  /** What is added to x, so that 0 is where the middle is moved to. */
  readonly left: number;
  /** The same for y. */
  readonly top: number;
  /** Displacements besides, if any. */
  readonly displacements?: Displacements;
  /** The column of the field that is for the first column of the image. */
  readonly windowX: number;
  /** The row of the field that is for the first row of the image. */
  readonly windowY: number;
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
  /** `out = a + b`, number by number. */
  addElements(a: Tensor, b: Tensor, out: Tensor): void;
  /** `a += weight·(b - a)`, number by number: `a` moves towards `b`. */
  lerp(a: Tensor, b: Tensor, weight: number): void;
  /** `mask`: 0 with the given probability, as `random` decides, else 1 / (1 - probability). */
  drop(random: Random, probability: number, mask: Tensor): void;
  /** `y = f(x)`, number by number. */
  activate(formula: ActivationFormula, x: Tensor, y: Tensor): void;
  /** `dx = dy·f′(x)`, number by number, where `y = f(x)`. */
  activateBackward(formula: ActivationFormula, x: Tensor, y: Tensor, dy: Tensor, dx: Tensor): void;
  /** The mean of a loss over the rows of `logits [n, classes]`; its gradient goes to `dLogits`. */
  loss(formula: LossFormula, logits: Tensor, targets: Tensor, dLogits: Tensor): number;
  /** Gives each row of `x [rows, columns]` the mean 0 and the variance 1; y = weight·centered·scale + bias, with one `scale` a row. */
  layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon: number, results: Normalized): void;
  /** The gradients of `x`, weight and bias, given what `layerNorm` wrote. */
  layerNormBackward(
    results: Omit<Normalized, "y">,
    weight: Tensor,
    dy: Tensor,
    gradients: NormGradients,
  ): void;
  /**
   * Gives each column of `x [rows, columns]` the mean 0 and the variance 1; y = weight·scale·centered + bias, with one `scale` a column.
   * In training changes the running statistics, otherwise uses them.
   */
  batchNorm(
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    settings: BatchNormSettings,
    running: { readonly mean: Tensor; readonly variance: Tensor },
    results: Normalized,
  ): void;
  /** The gradients of `x`, weight and bias, given what `batchNorm` wrote, and whether that was in training. */
  batchNormBackward(
    results: Omit<Normalized, "y">,
    weight: Tensor,
    training: boolean,
    dy: Tensor,
    gradients: NormGradients,
  ): void;
  /** `y = x` where that is above 0, else `ax`, for `slopes` a: one, or one for each column of `x`. */
  pRelu(x: Tensor, slopes: Tensor, y: Tensor): void;
  /** `dx = dy` where `x` is above 0, else `a·dy`; and `dSlopes`, the sums of dy·x over the other numbers. */
  pReluBackward(x: Tensor, slopes: Tensor, dy: Tensor, dx: Tensor, dSlopes: Tensor): void;
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
   * One step of RMSprop: changes `value`, `square`, `velocity`, and `mean` where it is `centered`. Returns whether all numbers of
   * `value` are finite then.
   */
  rmsProp(
    value: Tensor,
    grad: Tensor,
    square: Tensor,
    velocity: Tensor,
    mean: Tensor,
    settings: RmsPropSettings,
  ): boolean;
  /**
   * `out [count, pixels]`: the images whose numbers `order` starts with, scaled. Images and order must come from
   * `reserveBytes` and `reserveUint32` for float32; {@linkcode ListedImages} may be anywhere. An `ImageTensor` keeps them compressed, if that is worth it.
   */
  gather(images: Uint8Array | ListedImages, order: Uint32Array, scale: PixelScale, out: Tensor): void;
  /**
   * `out [rows, columns]`: an image whose pixel (x, y) is read between the four around (cx + a·p + b·q + Δx, cy + a·q - b·p + Δy), for
   * p = x + left, q = y + top and the middle (cx, cy); what is outside of the image is 0. Coordinates are rounded to 2⁻¹⁶, weights cut
   * to 2⁻⁸: whole numbers, the same bytes whatever the kernels. Both arrays must come from `reserveBytes` for float32.
   */
  distort(image: Uint8Array, distortion: Distortion, out: Uint8Array): void;
}
