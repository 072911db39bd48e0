/** What layers, losses and optimizers have in common.
 * @module
 */
import type { Random } from "./random.ts";
import type { Tensor } from "./tensor.ts";

/** Numbers that training changes, with their gradient. */
export interface Parameter {
  /** What it is called within its layer, such as `weight`. */
  readonly name: string;
  /** The numbers. An optimizer writes to them. */
  readonly value: Tensor;
  /** The gradient of the loss with respect to `value`, of the same shape. A backward pass writes it. */
  readonly grad: Tensor;
}

/** Numbers that a layer keeps and that no optimizer changes, such as a running mean. Files and checkpoints hold them, too. */
export interface Buffer {
  /** What it is called within its layer, such as `running_mean`. */
  readonly name: string;
  /** The numbers. */
  readonly value: Tensor;
}

/** What a backward pass may leave out, or do otherwise. */
export interface BackwardOptions {
  /**
   * Whether the gradient with respect to the input is wanted. Nobody needs it of the first layer of a network,
   * where it is a third of the work. If it is left out, an empty tensor (shape `[0]`) is returned in its place.
   */
  inputGradient?: boolean;
  /**
   * Whether the gradients of parameters are added to what is there, in place of overwriting it: for a batch in several parts, whose
   * gradients are to be summed before a step.
   */
  accumulate?: boolean;
}

/**
 * A function of a batch, with parameters, whose derivative is written by hand.
 *
 * The tensors that `forward` and `backward` return live in buffers of the layer: their contents are valid until
 * the next call of the same method. `clone` keeps them longer. Neither method writes to what it is given, which others may read as well:
 * a residual connection adds `dOutput` to what the layers within make of it.
 *
 * @example A layer that halves its input.
 * ```ts
 * import { type Layer, Tensor } from "@chainrule/core";
 * import { checkLayer } from "@chainrule/core/testing";
 *
 * const half = (x: Tensor) => Tensor.from(x.data.map((value) => value / 2), x.shape, x.dtype);
 * const layer: Layer = { name: "Half", children: [], forward: half, backward: half, parameters: () => [] };
 * checkLayer(layer, Tensor.from([[1, -2, 3]], [1, 3], "float64"));
 * ```
 *
 * @example A layer around another: what is within is told by `children`, so that training mode and checkpoints reach it.
 * ```ts
 * import { type Layer, setTraining } from "@chainrule/core";
 * import { Dropout } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const within = new Dropout(0.5);
 * const wrapper: Layer = {
 *   name: "Wrapper",
 *   children: [within],
 *   forward: (x) => within.forward(x),
 *   backward: (dOutput, options) => within.backward(dOutput, options),
 *   parameters: () => within.parameters(),
 * };
 * setTraining(wrapper, false);
 * assertEquals(within.training, false);
 * ```
 */
export interface Layer {
  /** What kind of layer this is, such as `Linear`. */
  readonly name: string;
  /**
   * The layers that this one is made of, in order; an empty list where there are none. Training mode, generators of random numbers,
   * buffers and checks reach them this way.
   */
  readonly children: readonly Layer[];
  /**
   * The output for a batch `x [batch, …]`. What `backward` needs of it is remembered, not copied: `x` must not
   * change before `backward` has run.
   */
  forward(x: Tensor): Tensor;
  /**
   * The gradient of the loss with respect to the input of the last `forward`, given that with respect to its
   * output. The gradients of the parameters are overwritten, unless `accumulate` is true: then they are added to.
   */
  backward(dOutput: Tensor, options?: BackwardOptions): Tensor;
  /** The parameters, those of the children included, in a fixed order; the same objects at each call. */
  parameters(): Parameter[];
  /** The shape of the output for an input of this shape. The same shape, where a layer has no such method. */
  outputShape?(inputShape: readonly number[]): readonly number[];
  /** Whether the layer behaves as in training. Absent where it makes no difference. `setTraining` sets it in children, too. */
  training?: boolean;
  /** What the layer draws random numbers from. Absent where it draws none. Its state is part of a checkpoint. */
  readonly random?: Random;
  /** What the layer itself keeps besides parameters, without its children; the same objects at each call. Absent where there is nothing. */
  buffers?(): Buffer[];
}

/**
 * A function of a batch of logits and their targets that training makes small.
 *
 * @example
 * ```ts
 * import { type Loss, Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * // The sum of the logits, whatever the targets.
 * const sum: Loss = {
 *   name: "Sum",
 *   forward: (logits) => logits.data[0] + logits.data[1],
 *   backward: () => Tensor.from([[1, 1]]),
 * };
 * assertEquals(sum.forward(Tensor.from([[2, 3]]), Tensor.zeros([1, 2])), 5);
 * ```
 */
export interface Loss {
  /** What kind of loss this is, such as `HingeLoss`. */
  readonly name: string;
  /**
   * The loss, its mean over the batch.
   *
   * @param logits `[batch, classes]`, any real numbers.
   * @param targets `[batch, classes]`: one-hot rows, or probabilities where the loss allows them.
   */
  forward(logits: Tensor, targets: Tensor): number;
  /**
   * The gradient with respect to the logits of the last `forward`, `[batch, classes]`. Its contents are valid until
   * the next call of `forward`.
   */
  backward(): Tensor;
}
