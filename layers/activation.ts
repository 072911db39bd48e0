/** The layer that applies a function to each number.
 * @module
 */
import {
  type ActivationFormula,
  type BackwardOptions,
  kernels,
  type Layer,
  type Parameter,
  Pass,
  type Tensor,
  Workspace,
} from "@chainrule/core";

/**
 * Applies a function to each number of its input, of any shape. {@linkcode Selu}, {@linkcode Tanh} and the others are
 * this layer with a formula; with a formula of your own it is a new activation.
 *
 * Results are valid until the next call of the same method.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { checkLayer } from "@chainrule/core/testing";
 * import { Activation } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const square = new Activation("Square", { forward: (u) => u * u, derivative: (u) => 2 * u });
 * assertEquals(square.forward(Tensor.from([1, -3])).toArray(), [1, 9]);
 * checkLayer(square, Tensor.from([1, -3], [2], "float64"));
 * ```
 */
export class Activation implements Layer {
  /** What the layer is called in summaries and errors. */
  readonly name: string;
  /** None. */
  readonly children: readonly Layer[] = [];
  readonly #formula: ActivationFormula;
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();
  readonly #pass: Pass;

  /**
   * A layer that applies a formula.
   *
   * @param name What the layer is called.
   * @param formula The function and its derivative.
   */
  constructor(name: string, formula: ActivationFormula) {
    this.name = name;
    this.#formula = formula;
    this.#pass = new Pass(name);
  }

  /**
   * y = f(x), for `x` of any shape.
   *
   * @throws {StaleError} If `x` was overwritten, or is the layer's own output.
   */
  forward(x: Tensor): Tensor {
    const y = this.#pass.begin(x, this.#output.like(x));
    kernels[x.dtype].activate(this.#formula, x, y);
    return y;
  }

  /**
   * dx = dOutput·f′(x), of the shape of the last input.
   *
   * @throws {ShapeError} If `dOutput` has another shape or dtype than the last output, or there was none.
   * @throws {StaleError} If it belongs to another forward pass than the last, or the input was overwritten since.
   */
  backward(dOutput: Tensor, _options?: BackwardOptions): Tensor {
    const { input: x, output: y } = this.#pass.recall(dOutput);
    const dx = this.#pass.gradient(dOutput, this.#gradient.like(x));
    kernels[x.dtype].activateBackward(this.#formula, x, y, dOutput, dx);
    return dx;
  }

  /** None. */
  parameters(): Parameter[] {
    return [];
  }
}
