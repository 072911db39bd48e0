/** Batch normalization.
 * @module
 */
import {
  type BackwardOptions,
  type Buffer,
  checkDType,
  checkNumber,
  type DType,
  formatShape,
  kernels,
  type Layer,
  type Normalized,
  type Parameter,
  Pass,
  ShapeError,
  Tensor,
  Workspace,
} from "@chainrule/core";
import { addTo, parameter } from "./parameter.ts";

/** The settings of a {@linkcode BatchNorm} layer. */
export interface BatchNormOptions {
  /** ε, added to the variance: 1e-5 unless given. */
  epsilon?: number;
  /** By which part the running statistics move towards those of each batch, from 0 to 1: 0.1 unless given. */
  momentum?: number;
  /** The precision: `"float32"` unless given. */
  dtype?: DType;
}

/**
 * Gives each column the mean 0 and the variance 1, then scales and shifts it: y = γ x̂ + β for x̂ = (x - μ) / √(σ² + ε) (S. Ioffe and
 * C. Szegedy, "Batch normalization", 2015; PyTorch's `BatchNorm1d`). In training, μ and σ² are the mean and the (biased) variance of the
 * batch, towards which the running statistics move (the variance as the unbiased one); otherwise these take their place.
 *
 * Backward: dγ = Σ dy·x̂ and dβ = Σ dy over the batch; in training dx = γ (dy - mean(dy) - x̂ mean(dy x̂)) / √(σ² + ε) in each column,
 * otherwise γ dy / √(σ² + ε).
 *
 * Input and output `[batch, features]`. Results are valid until the next call of the same method. The running statistics are the
 * buffers `running_mean` and `running_var`: part of checkpoints and saved models.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { BatchNorm } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new BatchNorm(1), x = Tensor.from([[10], [14]]);
 * assertAlmostEquals(layer.forward(x).data[0], -1, 1e-5);
 * assertAlmostEquals(layer.backward(Tensor.from([[1], [0]])).data[0], 0, 1e-5);
 * assertAlmostEquals(layer.runningMean.data[0], 1.2, 1e-6); // a tenth of the way from 0 to 12
 * layer.training = false;
 * assertAlmostEquals(layer.forward(x).data[0], (10 - 1.2) / Math.sqrt(0.9 + 0.8), 1e-4);
 * ```
 */
export class BatchNorm implements Layer {
  /** What the layer is called in summaries and errors. */
  readonly name = "BatchNorm";
  /** None. */
  readonly children: readonly Layer[] = [];
  /** Whether the statistics are those of the batch: true until it is set to false. */
  training = true;
  /** The scales γ, `[features]`, 1 at first. */
  readonly weight: Parameter;
  /** The shifts β, `[features]`, 0 at first. */
  readonly bias: Parameter;
  /** The running mean, `[features]`, 0 at first. */
  readonly runningMean: Tensor;
  /** The running variance, `[features]`, 1 at first. */
  readonly runningVariance: Tensor;
  readonly #buffers: Buffer[];
  readonly #epsilon: number;
  readonly #momentum: number;
  readonly #pass = new Pass("BatchNorm");
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();
  /** The gradients of one batch, where they are added to those of others. */
  readonly #dWeight = new Workspace();
  readonly #dBias = new Workspace();
  readonly #centered = new Workspace();
  readonly #scale = new Workspace();
  /** Of the last forward pass: x - μ, 1 / √(σ² + ε) of each column, and whether these are of its batch. */
  #last: Omit<Normalized, "y"> & { readonly training: boolean } | undefined;

  /**
   * A layer that scales by 1 and shifts by 0.
   *
   * @param features How many numbers a row has.
   * @throws {ShapeError} If `features` is not a whole number of at least 0.
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(
    features: number,
    { epsilon = 1e-5, momentum = 0.1, dtype = "float32" }: BatchNormOptions = {},
  ) {
    checkNumber("make a BatchNorm layer", "epsilon", epsilon);
    checkNumber("make a BatchNorm layer", "momentum", momentum, 0, 1);
    this.#epsilon = epsilon;
    this.#momentum = momentum;
    this.weight = parameter("weight", [features], dtype);
    this.weight.value.data.fill(1);
    this.bias = parameter("bias", [features], dtype);
    this.runningMean = Tensor.zeros([features], dtype);
    this.runningVariance = Tensor.zeros([features], dtype);
    this.runningVariance.data.fill(1);
    this.#buffers = [
      { name: "running_mean", value: this.runningMean },
      { name: "running_var", value: this.runningVariance },
    ];
  }

  /**
   * γ x̂ + β, and in training a step of the running statistics.
   *
   * @throws {ShapeError} If `x` has another number of columns than there are features, or another dtype; or in training one row only,
   * which has no variance.
   * @throws {StaleError} If `x` was overwritten, or is the layer's own output.
   */
  forward(x: Tensor): Tensor {
    const K = this.weight.value.size, action = "run BatchNorm forward";
    if (x.shape.length !== 2 || x.shape[1] !== K) {
      throw new ShapeError(`Cannot ${action}: x is ${formatShape(x.shape)}, want [batch, ${K}]`);
    }
    checkDType(action, "x", x, this.weight.value.dtype);
    if (this.training && x.shape[0] < 2) {
      throw new ShapeError(
        `Cannot ${action}: x is ${formatShape(x.shape)}, want at least 2 rows in training`,
      );
    }
    const y = this.#pass.begin(x, this.#output.like(x)), centered = this.#centered.like(x);
    const scale = this.#scale.tensor([K], x.dtype);
    const settings = { epsilon: this.#epsilon, momentum: this.#momentum, training: this.training };
    const running = { mean: this.runningMean, variance: this.runningVariance };
    this.#last = { centered, scale, training: this.training };
    kernels[x.dtype].batchNorm(x, this.weight.value, this.bias.value, settings, running, {
      y,
      centered,
      scale,
    });
    return y;
  }

  /**
   * dx `[batch, features]`, and the gradients of weight and bias, which are overwritten unless `accumulate` is true.
   *
   * @throws {ShapeError} If `dOutput` has another shape or dtype than the last output, or there was none.
   * @throws {StaleError} If it belongs to another forward pass than the last, or the input was overwritten since.
   */
  backward(dOutput: Tensor, { accumulate = false }: BackwardOptions = {}): Tensor {
    const { input } = this.#pass.recall(dOutput),
      dx = this.#pass.gradient(dOutput, this.#gradient.like(input));
    const { weight, bias } = this, { training, ...results } = this.#last!;
    const dWeight = accumulate ? this.#dWeight.like(weight.grad) : weight.grad;
    const dBias = accumulate ? this.#dBias.like(bias.grad) : bias.grad;
    kernels[dx.dtype].batchNormBackward(results, weight.value, training, dOutput, { dx, dWeight, dBias });
    if (accumulate) {
      addTo(weight.grad, dWeight);
      addTo(bias.grad, dBias);
    }
    return dx;
  }

  /** Weight and bias. */
  parameters(): Parameter[] {
    return [this.weight, this.bias];
  }

  /** The running mean and variance. */
  buffers(): Buffer[] {
    return this.#buffers;
  }
}
