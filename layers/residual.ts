/** A connection past layers.
 * @module
 */
import {
  type BackwardOptions,
  checkTensor,
  kernels,
  type Layer,
  type Parameter,
  Pass,
  Tensor,
  Workspace,
} from "@chainrule/core";
import { Sequential } from "./sequential.ts";

/**
 * Adds the input of layers to their output: y = x + f(x), where f are the layers one after the other (K. He and others, "Deep residual
 * learning for image recognition", 2016). Backward: dx = dy + what f gives back for dy.
 *
 * Input and output of the shape that f keeps. Results are valid until the next call of the same method.
 *
 * @example
 * ```ts
 * import { Random, Tensor } from "@chainrule/core";
 * import { Linear, Residual, Sequential, Tanh } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const block = new Residual(new Linear(4, 4, { init: (weight) => weight.data.fill(0) }), new Tanh());
 * assertEquals(block.forward(Tensor.from([[1, 2, 3, 4]])).toArray(), [[1, 2, 3, 4]]);
 * assertEquals(block.backward(Tensor.from([[1, 0, 0, 0]])).toArray(), [[1, 0, 0, 0]]);
 * assertEquals(block.parameters().map(({ name }) => name), ["0.weight", "0.bias"]);
 * new Sequential(block, new Linear(4, 2, { random: new Random(1) }));
 * ```
 */
export class Residual implements Layer {
  /** What the layer is called in summaries and errors. */
  readonly name = "Residual";
  /** The layers that are gone past. */
  readonly children: readonly Layer[];
  readonly #within: Sequential;
  readonly #pass = new Pass("Residual");
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();
  #none: Tensor | undefined;

  /**
   * A connection past the given layers, in order.
   *
   * @throws {RangeError} If a layer is among them twice, nested ones included.
   */
  constructor(...layers: Layer[]) {
    this.children = layers;
    this.#within = new Sequential(...layers);
  }

  /**
   * x + f(x).
   *
   * @throws {ShapeError} If the layers give another shape than they get.
   * @throws {StaleError} If `x` was overwritten, or is the layer's own output.
   */
  forward(x: Tensor): Tensor {
    const f = this.#within.forward(x);
    checkTensor("run Residual forward", "the output of the layers within", f, x.shape, x.dtype);
    const y = this.#pass.begin(x, this.#output.like(x));
    kernels[x.dtype].addElements(x, f, y);
    return y;
  }

  /**
   * dx, of the shape of the last input, unless `inputGradient` is false; and the gradients of the layers' parameters.
   *
   * @throws {ShapeError} If `dOutput` has another shape or dtype than the last output, or there was none.
   * @throws {StaleError} If it belongs to another forward pass than the last, or the input was overwritten since.
   */
  backward(dOutput: Tensor, { inputGradient = true, accumulate = false }: BackwardOptions = {}): Tensor {
    const { input } = this.#pass.recall(dOutput);
    const df = this.#within.backward(dOutput, { inputGradient, accumulate });
    if (!inputGradient) return this.#none ??= Tensor.zeros([0], dOutput.dtype);
    const dx = this.#pass.gradient(dOutput, this.#gradient.like(input));
    kernels[dx.dtype].addElements(df, dOutput, dx);
    return dx;
  }

  /** The parameters of the layers, each name preceded by the number of its layer: `0.weight`. */
  parameters(): Parameter[] {
    return this.#within.parameters();
  }
}
