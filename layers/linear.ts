/** The fully connected layer.
 * @module
 */
import {
  type BackwardOptions,
  checkDType,
  type DType,
  formatShape,
  kernels,
  type Layer,
  type Parameter,
  Pass,
  Random,
  ShapeError,
  Tensor,
  Workspace,
} from "@chainrule/core";
import { type Initializer, lecun } from "./initializers.ts";
import { addTo, parameter } from "./parameter.ts";

/** The settings of a {@linkcode Linear} layer. */
export interface LinearOptions {
  /** How the weights begin, such as `normal(0.01)`: `lecun()` unless given. Biases begin at 0. */
  init?: Initializer;
  /** Where their random numbers come from: unless given, one generator of seed 0 that all layers share. */
  random?: Random;
  /** The precision: `"float32"` unless given. */
  dtype?: DType;
}

const sharedRandom = new Random(0);
const TRANSPOSE_A = { transposeA: true }, TRANSPOSE_B = { transposeB: true };
const WITH: BackwardOptions = { inputGradient: true };

/**
 * The fully connected layer: y = xW + b.
 *
 * Backward: dW = xᵀ·dy, db = Σ rows of dy, dx = dy·Wᵀ.
 *
 * Results are valid until the next call of the same method.
 *
 * @example
 * ```ts
 * import { Random, Tensor } from "@chainrule/core";
 * import { Linear, normal } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Linear(784, 128, { init: normal(0.01), random: new Random(1) });
 * assertEquals(layer.forward(Tensor.zeros([100, 784])).shape, [100, 128]);
 * assertEquals(layer.weight.value.shape, [784, 128]);
 * ```
 */
export class Linear implements Layer {
  /** What the layer is called in summaries and errors. */
  readonly name = "Linear";
  /** None. */
  readonly children: readonly Layer[] = [];
  /** W, `[in, out]`. */
  readonly weight: Parameter;
  /** b, `[out]`. */
  readonly bias: Parameter;
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();
  /** Gradients of parameters that are to be added to others. */
  readonly #dWeight = new Workspace();
  readonly #dBias = new Workspace();
  readonly #none: Tensor;
  /** Made once: a step allocates nothing. */
  readonly #withBias: { bias: Tensor };
  readonly #pass = new Pass("Linear");

  /**
   * A layer with random weights and zero biases.
   *
   * @param inputs How many numbers a row of the input has.
   * @param outputs How many numbers a row of the output has.
   * @param options Initialisation and precision.
   * @throws {ShapeError} If a size is not a whole number of at least 0.
   */
  constructor(
    inputs: number,
    outputs: number,
    { init = lecun(), random = sharedRandom, dtype = "float32" }: LinearOptions = {},
  ) {
    this.weight = parameter("weight", [inputs, outputs], dtype);
    this.bias = parameter("bias", [outputs], dtype);
    this.#none = Tensor.zeros([0], dtype);
    this.#withBias = { bias: this.bias.value };
    init(this.weight.value, random);
  }

  /**
   * y = xW + b, `[batch, out]`, for `x [batch, in]`.
   *
   * @throws {ShapeError} If `x` has another number of columns than the weight has rows, or another dtype.
   * @throws {StaleError} If `x` was overwritten, or is the layer's own output.
   */
  forward(x: Tensor): Tensor {
    const weight = this.weight.value;
    if (x.shape.length !== 2 || x.shape[1] !== weight.shape[0]) {
      throw new ShapeError(
        `Cannot multiply: x is ${formatShape(x.shape)}, weight is ${formatShape(weight.shape)}; ` +
          (x.shape.length === 2 ? "the inner sizes differ" : "want x as [batch, in]"),
      );
    }
    checkDType("multiply", "x", x, weight.dtype);
    const y = this.#pass.begin(x, this.#output.matrix(x.shape[0], weight.shape[1], x.dtype));
    kernels[x.dtype].multiply(x, weight, y, this.#withBias);
    return y;
  }

  /**
   * The gradients of weight and bias, which are overwritten unless `accumulate` is true, and dx `[batch, in]` of the last input, unless
   * `inputGradient` is false.
   *
   * @throws {ShapeError} If `dOutput` is not of the shape and dtype of the last output, or there was none.
   * @throws {StaleError} If it belongs to another forward pass than the last, or the input was overwritten since.
   */
  backward(dOutput: Tensor, { inputGradient = true, accumulate = false }: BackwardOptions = WITH): Tensor {
    const { input: x } = this.#pass.recall(dOutput), weight = this.weight, { dtype } = weight.value;
    const { multiply, columnSums } = kernels[dtype];
    const dWeight = accumulate ? this.#dWeight.like(weight.grad) : weight.grad;
    const dBias = accumulate ? this.#dBias.like(this.bias.grad) : this.bias.grad;
    multiply(x, dOutput, dWeight, TRANSPOSE_A);
    columnSums(dOutput, dBias);
    if (accumulate) {
      addTo(weight.grad, dWeight);
      addTo(this.bias.grad, dBias);
    }
    if (!inputGradient) return this.#none;
    const dx = this.#pass.gradient(dOutput, this.#gradient.matrix(x.shape[0], x.shape[1], dtype));
    multiply(dOutput, weight.value, dx, TRANSPOSE_B);
    return dx;
  }

  /** Weight and bias. */
  parameters(): Parameter[] {
    return [this.weight, this.bias];
  }

  /** `[…, out]` for `[…, in]`. */
  outputShape(inputShape: readonly number[]): readonly number[] {
    return [...inputShape.slice(0, -1), this.weight.value.shape[1]];
  }
}
