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
  type Layer,
  type Parameter,
  Pass,
  ShapeError,
  Tensor,
  Workspace,
} from "@chainrule/core";
import { parameter } from "./parameter.ts";

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
  /** Of the last forward pass: μ and 1 / √(σ² + ε) of each column, and whether they are those of its batch. */
  readonly #mean: Float64Array;
  readonly #scale: Float64Array;
  #ofBatch = true;

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
    this.#mean = new Float64Array(features);
    this.#scale = new Float64Array(features);
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
    const y = this.#pass.begin(x, this.#output.like(x));
    this.#ofBatch = this.training;
    for (let k = 0; k < K; k++) {
      if (this.#ofBatch) this.#measure(x, k);
      else {
        this.#mean[k] = this.runningMean.data[k];
        this.#scale[k] = 1 / Math.sqrt(this.runningVariance.data[k] + this.#epsilon);
      }
      const mean = this.#mean[k],
        scale = this.#scale[k] * this.weight.value.data[k],
        shift = this.bias.value.data[k];
      for (let i = k; i < x.size; i += K) y.data[i] = (x.data[i] - mean) * scale + shift;
    }
    return y;
  }

  /** Takes mean and variance of a column, and moves the running ones. */
  #measure({ data: x, shape: [N, K] }: Tensor, k: number): void {
    const part = this.#momentum;
    let sum = 0, squares = 0;
    for (let i = k; i < x.length; i += K) sum += x[i];
    const mean = sum / N;
    for (let i = k; i < x.length; i += K) squares += (x[i] - mean) * (x[i] - mean);
    this.#mean[k] = mean;
    this.#scale[k] = 1 / Math.sqrt(squares / N + this.#epsilon);
    const means = this.runningMean.data, variances = this.runningVariance.data;
    means[k] = (1 - part) * means[k] + part * mean;
    variances[k] = (1 - part) * variances[k] + part * squares / (N - 1);
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
    const [N, K] = input.shape, x = input.data, dy = dOutput.data;
    for (let k = 0; k < K; k++) {
      const mean = this.#mean[k], scale = this.#scale[k], gamma = this.weight.value.data[k];
      let sum = 0, dot = 0; // of dy, and of dy and x̂
      for (let i = k; i < x.length; i += K) {
        sum += dy[i];
        dot += dy[i] * (x[i] - mean) * scale;
      }
      this.weight.grad.data[k] = (accumulate ? this.weight.grad.data[k] : 0) + dot;
      this.bias.grad.data[k] = (accumulate ? this.bias.grad.data[k] : 0) + sum;
      if (!this.#ofBatch) sum = dot = 0; // running statistics do not depend on x
      for (let i = k; i < x.length; i += K) {
        dx.data[i] = gamma * scale * (dy[i] - sum / N - (x[i] - mean) * scale * dot / N);
      }
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
