/** Layers one after the other.
 * @module
 */
import {
  type BackwardOptions,
  checkNetwork,
  type Layer,
  layersOf,
  type Parameter,
  setTraining,
  type Tensor,
} from "@chainrule/core";
import { summarize } from "./summary.ts";

/**
 * A network: layers one after the other.
 *
 * @example
 * ```ts
 * import { Random, Tensor } from "@chainrule/core";
 * import { Linear, Sequential, Tanh } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const random = new Random(1);
 * const model = new Sequential(new Linear(784, 128, { random }), new Tanh(), new Linear(128, 10, { random }));
 * assertEquals(model.forward(Tensor.zeros([100, 784])).shape, [100, 10]);
 * assertEquals(model.parameters().map(({ name }) => name), ["0.weight", "0.bias", "2.weight", "2.bias"]);
 * ```
 */
export class Sequential implements Layer {
  /** What the layer is called in summaries and errors. */
  readonly name = "Sequential";
  /** The layers, in order. */
  readonly layers: readonly Layer[];
  /** The same. */
  readonly children: readonly Layer[];
  readonly #parameters: Parameter[];

  /**
   * A network of the given layers, in order.
   *
   * @throws {RangeError} If a layer is in it twice, nested ones included: a layer remembers one input.
   */
  constructor(...layers: Layer[]) {
    this.layers = layers;
    this.children = layers;
    this.#parameters = layers.flatMap((layer, i) =>
      layer.parameters().map(({ name, value, grad }) => ({ name: `${i}.${name}`, value, grad }))
    );
    checkNetwork("make a Sequential", this);
  }

  /** The output of the last layer for the input `x` of the first. */
  forward(x: Tensor): Tensor {
    for (const layer of this.layers) x = layer.forward(x);
    return x;
  }

  /**
   * Runs all layers backward. The gradient of the data, a third of the work of the first layer, is left out and an
   * empty tensor (shape `[0]`) returned, unless `inputGradient` is true.
   */
  backward(
    dOutput: Tensor,
    { inputGradient = false, accumulate = false }: BackwardOptions = OVERWRITING.without,
  ): Tensor {
    const options = accumulate ? ACCUMULATING : OVERWRITING;
    let gradient = dOutput;
    for (let i = this.layers.length - 1; i >= 0; i--) {
      gradient = this.layers[i].backward(gradient, i > 0 || inputGradient ? options.with : options.without);
    }
    return gradient;
  }

  /** The parameters of all layers, each name preceded by the number of its layer: `0.weight`. */
  parameters(): Parameter[] {
    return this.#parameters;
  }

  /** The shape of the output of the last layer. */
  outputShape(inputShape: readonly number[]): readonly number[] {
    return this.layers.reduce((shape, layer) => layer.outputShape?.(shape) ?? shape, inputShape);
  }

  /** Whether the layers behave as in training. Setting it sets it in all of them, and in all that they are made of. True if it is in any. */
  get training(): boolean {
    return this.layers.some((layer) => layersOf(layer).some(({ layer }) => layer.training ?? false));
  }
  set training(training: boolean) {
    for (const layer of this.layers) setTraining(layer, training);
  }

  /**
   * A table of the layers: shape of the output and number of parameters of each.
   *
   * @param inputShape The shape of one input, without the batch; unless given, taken from the first parameter.
   *
   * @example
   * ```ts
   * import { Linear, Sequential, Tanh } from "@chainrule/layers";
   * import { assertStringIncludes } from "@std/assert";
   *
   * const model = new Sequential(new Linear(784, 128), new Tanh(), new Linear(128, 10));
   * assertStringIncludes(model.summary(), "101,770");
   * ```
   */
  summary(inputShape?: readonly number[]): string {
    return summarize(this, inputShape);
  }
}

/** Options of the layers, with the gradient of the input and without: made once, for a step allocates nothing. */
const OVERWRITING = {
  with: { inputGradient: true, accumulate: false },
  without: { inputGradient: false, accumulate: false },
};
const ACCUMULATING = {
  with: { inputGradient: true, accumulate: true },
  without: { inputGradient: false, accumulate: true },
};
