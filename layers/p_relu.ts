/** Parametric ReLU.
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
  ShapeError,
  type Tensor,
  Workspace,
} from "@chainrule/core";
import { addTo, parameter } from "./parameter.ts";

/** The settings of a {@linkcode PRelu} layer. */
export interface PReluOptions {
  /** How many slopes there are: 1 for all numbers (unless given), or one for each column of the input. */
  numParameters?: number;
  /** The slope that each begins with: 0.25 unless given. */
  init?: number;
  /** The precision: `"float32"` unless given. */
  dtype?: DType;
}

/**
 * A rectified linear unit whose slope on the left is learned: x for x > 0, else ax (K. He and others, "Delving deep into rectifiers",
 * 2015). Backward: dx = dy for x > 0, else a·dy; da = Σ dy·x over the numbers x ≤ 0.
 *
 * Input and output `[…, columns]` of any shape. Results are valid until the next call of the same method.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { PRelu } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new PRelu();
 * assertEquals(layer.forward(Tensor.from([[-4, 2]])).toArray(), [[-1, 2]]);
 * assertEquals(layer.backward(Tensor.from([[1, 1]])).toArray(), [[0.25, 1]]);
 * assertEquals(layer.weight.grad.toArray(), [-4]);
 * ```
 */
export class PRelu implements Layer {
  /** What the layer is called in summaries and errors. */
  readonly name = "PRelu";
  /** None. */
  readonly children: readonly Layer[] = [];
  /** The slopes a, `[numParameters]`. */
  readonly weight: Parameter;
  readonly #pass = new Pass("PRelu");
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();
  /** The gradient of one batch, where it is added to that of others. */
  readonly #dWeight = new Workspace();

  /**
   * A layer with given slopes.
   *
   * @throws {ShapeError} If `numParameters` is not a whole number of at least 0.
   */
  constructor({ numParameters = 1, init = 0.25, dtype = "float32" }: PReluOptions = {}) {
    this.weight = parameter("weight", [numParameters], dtype);
    this.weight.value.data.fill(init);
  }

  /**
   * x for x > 0, else ax.
   *
   * @throws {ShapeError} If there are several slopes and `x` has another number of columns, or another dtype.
   * @throws {StaleError} If `x` was overwritten, or is the layer's own output.
   */
  forward(x: Tensor): Tensor {
    const { value } = this.weight, count = value.size;
    if (count !== 1 && x.shape.at(-1) !== count) {
      throw new ShapeError(`Cannot run PRelu forward: x is ${formatShape(x.shape)}, want [batch, ${count}]`);
    }
    checkDType("run PRelu forward", "x", x, this.weight.value.dtype);
    const y = this.#pass.begin(x, this.#output.like(x));
    kernels[x.dtype].pRelu(x, value, y);
    return y;
  }

  /**
   * dx, of the shape of the last input, and the gradient of the slopes, which is overwritten unless `accumulate` is true.
   *
   * @throws {ShapeError} If `dOutput` has another shape or dtype than the last output, or there was none.
   * @throws {StaleError} If it belongs to another forward pass than the last, or the input was overwritten since.
   */
  backward(dOutput: Tensor, { accumulate = false }: BackwardOptions = {}): Tensor {
    const { input } = this.#pass.recall(dOutput),
      dx = this.#pass.gradient(dOutput, this.#gradient.like(input));
    const { value, grad } = this.weight, dWeight = accumulate ? this.#dWeight.like(grad) : grad;
    kernels[value.dtype].pReluBackward(input, value, dOutput, dx, dWeight);
    if (accumulate) addTo(grad, dWeight);
    return dx;
  }

  /** The slopes. */
  parameters(): Parameter[] {
    return [this.weight];
  }
}
