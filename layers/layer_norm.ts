/** Layer normalization.
 * @module
 */
import {
  type BackwardOptions,
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
  type Tensor,
  Workspace,
} from "@chainrule/core";
import { addTo, parameter } from "./parameter.ts";

/** The settings of a {@linkcode LayerNorm} layer. */
export interface LayerNormOptions {
  /** ε, added to the variance: 1e-5 unless given. */
  epsilon?: number;
  /** The precision: `"float32"` unless given. */
  dtype?: DType;
}

/**
 * Gives each row the mean 0 and the variance 1, then scales and shifts its columns: y = γ x̂ + β for x̂ = (x - μ) / √(σ² + ε), where μ and
 * σ² are the mean and the (biased) variance of the row (J. Ba and others, "Layer normalization", 2016; PyTorch's `LayerNorm`).
 *
 * Backward: dγ = Σ dy·x̂ and dβ = Σ dy over the rows; with g = γ dy, dx = (g - mean(g) - x̂ mean(g x̂)) / √(σ² + ε) in each row.
 *
 * Input and output `[…, features]`. Results are valid until the next call of the same method.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { LayerNorm } from "@chainrule/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new LayerNorm(2, { dtype: "float64" });
 * const y = layer.forward(Tensor.from([[10, 14]], undefined, "float64"));
 * assertAlmostEquals(y.data[0], -1, 1e-5);
 * assertAlmostEquals(y.data[1], 1, 1e-5);
 * // A step along x changes nothing: what is left of its gradient is ε's.
 * assertAlmostEquals(layer.backward(Tensor.from([[1, 0]], undefined, "float64")).data[0], 0, 1e-5);
 * ```
 */
export class LayerNorm implements Layer {
  /** What the layer is called in summaries and errors. */
  readonly name = "LayerNorm";
  /** None. */
  readonly children: readonly Layer[] = [];
  /** The scales γ, `[features]`, 1 at first. */
  readonly weight: Parameter;
  /** The shifts β, `[features]`, 0 at first. */
  readonly bias: Parameter;
  readonly #epsilon: number;
  readonly #pass = new Pass("LayerNorm");
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();
  /** The gradients of one batch, where they are added to those of others. */
  readonly #dWeight = new Workspace();
  readonly #dBias = new Workspace();
  readonly #centered = new Workspace();
  readonly #scale = new Workspace();
  /** Of the last forward pass: x - μ, and 1 / √(σ² + ε) of each row. */
  #last: Omit<Normalized, "y"> | undefined;

  /**
   * A layer that scales by 1 and shifts by 0.
   *
   * @param features How many numbers a row has.
   * @throws {ShapeError} If `features` is not a whole number of at least 0.
   * @throws {RangeError} If `epsilon` is negative or not finite.
   */
  constructor(features: number, { epsilon = 1e-5, dtype = "float32" }: LayerNormOptions = {}) {
    checkNumber("make a LayerNorm layer", "epsilon", epsilon);
    this.#epsilon = epsilon;
    this.weight = parameter("weight", [features], dtype);
    this.weight.value.data.fill(1);
    this.bias = parameter("bias", [features], dtype);
  }

  /**
   * γ x̂ + β.
   *
   * @throws {ShapeError} If `x` has another number of columns than there are features, or another dtype.
   * @throws {StaleError} If `x` was overwritten, or is the layer's own output.
   */
  forward(x: Tensor): Tensor {
    const K = this.weight.value.size;
    if (x.shape.at(-1) !== K) {
      throw new ShapeError(`Cannot run LayerNorm forward: x is ${formatShape(x.shape)}, want [batch, ${K}]`);
    }
    checkDType("run LayerNorm forward", "x", x, this.weight.value.dtype);
    const y = this.#pass.begin(x, this.#output.like(x)), centered = this.#centered.like(x);
    const scale = this.#scale.tensor([K === 0 ? 0 : x.size / K], x.dtype);
    this.#last = { centered, scale };
    kernels[x.dtype].layerNorm(x, this.weight.value, this.bias.value, this.#epsilon, { y, centered, scale });
    return y;
  }

  /**
   * dx, of the shape of the last input, and the gradients of weight and bias, which are overwritten unless `accumulate` is true.
   *
   * @throws {ShapeError} If `dOutput` has another shape or dtype than the last output, or there was none.
   * @throws {StaleError} If it belongs to another forward pass than the last, or the input was overwritten since.
   */
  backward(dOutput: Tensor, { accumulate = false }: BackwardOptions = {}): Tensor {
    const { input } = this.#pass.recall(dOutput),
      dx = this.#pass.gradient(dOutput, this.#gradient.like(input));
    const { weight, bias } = this;
    const dWeight = accumulate ? this.#dWeight.like(weight.grad) : weight.grad;
    const dBias = accumulate ? this.#dBias.like(bias.grad) : bias.grad;
    kernels[dx.dtype].layerNormBackward(this.#last!, weight.value, dOutput, { dx, dWeight, dBias });
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
}
