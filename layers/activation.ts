/** The layer that applies a function to each number.
 * @module
 */
import {
  type ActivationFormula,
  type BackwardOptions,
  checkTensor,
  kernels,
  type Layer,
  type Parameter,
  ShapeError,
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
  readonly #formula: ActivationFormula;
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();
  readonly #backward: string;
  #x: Tensor | undefined;
  #y: Tensor | undefined;

  /**
   * A layer that applies a formula.
   *
   * @param name What the layer is called.
   * @param formula The function and its derivative.
   */
  constructor(name: string, formula: ActivationFormula) {
    this.name = name;
    this.#formula = formula;
    this.#backward = `run ${name} backward`;
  }

  /** y = f(x), for `x` of any shape. */
  forward(x: Tensor): Tensor {
    const y = this.#output.like(x);
    kernels[x.dtype].activate(this.#formula, x, y);
    this.#x = x;
    this.#y = y;
    return y;
  }

  /**
   * dx = dOutput·f′(x), of the shape of the last input.
   *
   * @throws {ShapeError} If `dOutput` has another shape or dtype than the last output, or there was none.
   */
  backward(dOutput: Tensor, _options?: BackwardOptions): Tensor {
    const action = this.#backward;
    const x = this.#x, y = this.#y;
    if (!x || !y) throw new ShapeError(`Cannot ${action}: forward has not run yet`);
    checkTensor(action, "dOutput", dOutput, y.shape, y.dtype);
    const dx = this.#gradient.like(x);
    kernels[x.dtype].activateBackward(this.#formula, x, y, dOutput, dx);
    return dx;
  }

  /** None. */
  parameters(): Parameter[] {
    return [];
  }
}
