/** The chain rule for one image, in float64: every layer's numbers forward, every gradient backward, and finite differences.
 * @module
 */
import { type Loss, Random, Tensor } from "@chainrule/core";
import type { Linear, Sequential } from "@chainrule/layers";
import { softmax } from "@chainrule/losses";
import type { RunConfiguration } from "../../study/configuration.ts";
import { makeLoss, makeModel } from "../../training/model.ts";

/** What is explained: a network, and what it was trained with. */
export interface Subject {
  readonly configuration: RunConfiguration;
  /** The parameters, in order. */
  readonly weights: readonly ArrayLike<number>[];
}

/** A linear layer and the activation behind it, for one image. */
export interface LayerNumbers {
  /** x, `[in]`. */
  readonly input: Float64Array;
  /** W, `[in, out]`, and b. */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
  /** z = xW + b. */
  readonly sum: Float64Array;
  /** a = f(z); z itself behind the last layer. */
  readonly output: Float64Array;
  /** ∂L/∂a, ∂L/∂z, ∂L/∂W, ∂L/∂x. */
  readonly dOutput: Float64Array;
  readonly dSum: Float64Array;
  readonly dWeight: Float64Array;
  readonly dInput: Float64Array;
}

export interface Explanation {
  readonly layers: readonly LayerNumbers[];
  readonly probabilities: Float64Array;
  readonly loss: number;
}

/** A weight: the number of its layer, of the input that it is for, and of the unit that it leads to. */
export interface Place {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
}

const CLASSES = 10;

/** How a pixel becomes a number. */
export function scaled(pixels: ArrayLike<number>, { scale }: Pick<RunConfiguration, "scale">): Float64Array {
  return Float64Array.from(
    pixels,
    (x) => scale === "unit" ? x / 255 : scale === "centered" ? (x - 128) / 255 : x,
  );
}

/** A network in float64 that is asked about single images. */
export class Explainer {
  readonly #model: Sequential;
  readonly #linears: Linear[];
  readonly #configuration: RunConfiguration;
  #loss: Loss;

  constructor({ configuration: trained, weights }: Subject, pixels: number) {
    // In an answer nothing is dropped.
    const configuration = { ...trained, dropout: 0 };
    this.#configuration = configuration;
    this.#model = makeModel(
      { ...configuration, init: "normal", initStd: 0 },
      pixels,
      CLASSES,
      new Random(0),
      {
        dtype: "float64",
      },
    );
    this.#linears = this.#model.layers.filter((layer): layer is Linear => layer.name === "Linear");
    this.load(weights);
    this.#loss = makeLoss(configuration, CLASSES);
  }

  /** Takes other parameters, of the same network. */
  load(weights: Subject["weights"]): void {
    this.#model.parameters().forEach(({ value }, i) => value.data.set(weights[i]));
  }

  /** Explains another loss than the one that it was trained with. */
  set loss(configuration: Pick<RunConfiguration, "loss" | "margin" | "alpha" | "gamma">) {
    this.#loss = makeLoss({ ...this.#configuration, ...configuration }, CLASSES);
  }

  /** The probabilities of the classes for an image. */
  probabilities(pixels: ArrayLike<number>): Float64Array {
    return Float64Array.from(softmax(this.#model.forward(this.#input(pixels))).data);
  }

  /** The outputs of the first layer's units, behind their activation, for an image. */
  firstOutputs(pixels: ArrayLike<number>): ArrayLike<number> {
    const [linear, activation] = this.#model.layers, sum = linear.forward(this.#input(pixels));
    return (activation?.forward(sum) ?? sum).data;
  }

  /** The gradient of the largest logit with respect to the pixels' numbers. */
  logitGradient(pixels: ArrayLike<number>): Float64Array {
    const logits = this.#model.forward(this.#input(pixels)), { data } = logits;
    return copy(this.#model.backward(oneHot(largestAt(data)), { inputGradient: true }));
  }

  explain(pixels: ArrayLike<number>, label: number): Explanation {
    const input = this.#input(pixels), { layers } = this.#model;
    const outputs: Float64Array[] = [];
    let x = input;
    for (const layer of layers) outputs.push(copy(x = layer.forward(x)));
    const loss = this.#loss.forward(x, oneHot(label));
    const gradients: Float64Array[] = [];
    let gradient = this.#loss.backward();
    gradients[layers.length] = copy(gradient);
    for (let i = layers.length - 1; i >= 0; i--) {
      gradients[i] = copy(gradient = layers[i].backward(gradient, { inputGradient: true }));
    }
    const places = layers.flatMap(({ name }, i) => name === "Linear" ? [i] : []);
    return {
      loss,
      probabilities: copy(softmax(x)),
      layers: places.map((at, i): LayerNumbers => {
        const { weight, bias } = this.#linears[i], end = places[i + 1] ?? layers.length;
        return {
          input: at === 0 ? copy(input) : outputs[at - 1],
          weight: copy(weight.value),
          bias: copy(bias.value),
          sum: outputs[at],
          output: outputs[end - 1],
          dOutput: gradients[end],
          dSum: gradients[at + 1],
          dWeight: copy(weight.grad),
          dInput: gradients[at],
        };
      }),
    };
  }

  /** A weight, or that weight set to a value. */
  weight({ layer, from, to }: Place, value?: number): number {
    const { data, shape: [, columns] } = this.#linears[layer].weight.value, at = from * columns + to;
    if (value !== undefined) data[at] = value;
    return data[at];
  }

  /** The loss for an image. */
  lossOf(pixels: ArrayLike<number>, label: number): number {
    return this.#loss.forward(this.#model.forward(this.#input(pixels)), oneHot(label));
  }

  /** (L(w + ε) - L(w - ε)) / 2ε, and the two losses. */
  difference(
    place: Place,
    pixels: ArrayLike<number>,
    label: number,
    epsilon = 1e-4,
  ): { above: number; below: number; slope: number } {
    const value = this.weight(place);
    const at = (moved: number) => {
      this.weight(place, moved);
      return this.lossOf(pixels, label);
    };
    const above = at(value + epsilon), below = at(value - epsilon);
    this.weight(place, value);
    return { above, below, slope: (above - below) / (2 * epsilon) };
  }

  #input(pixels: ArrayLike<number>): Tensor {
    return Tensor.from(scaled(pixels, this.#configuration), [1, pixels.length], "float64");
  }
}

function oneHot(label: number): Tensor {
  const targets = Tensor.zeros([1, CLASSES], "float64");
  targets.data[label] = 1;
  return targets;
}

const copy = ({ data }: Tensor) => Float64Array.from(data);

/** To how many digits two numbers are equal: 0 to 15. */
export function equalDigits(a: number, b: number): number {
  if (a === b) return 15;
  const size = Math.max(Math.abs(a), Math.abs(b));
  return Math.max(0, Math.min(15, Math.floor(-Math.log10(Math.abs(a - b) / size))));
}

/** Where the largest number is: the first of several, 0 where none is a number. */
export function largestAt(numbers: ArrayLike<number>): number {
  let at = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i] > numbers[at] || Number.isNaN(numbers[at])) at = i;
  return at;
}
