/** A look inside a network: what a batch makes of its layers, forward and backward.
 * @module
 */
import type { Loss, Tensor } from "@chainrule/core";
import type { Batch } from "@chainrule/data";
import type { Linear, Sequential } from "@chainrule/layers";

/** What was seen of a linear layer and the activation behind it. */
export interface LayerInside {
  readonly inputs: number;
  readonly outputs: number;
  /** The activation's name; undefined behind the last layer. */
  readonly activation: string | undefined;
  /** The root of the mean square of the layer's outputs, after the activation if there is one. */
  readonly signal: number;
  /** How much those outputs differ from image to image: the root of the mean square of the distance from their mean over the batch. */
  readonly difference: number;
  /** The root of the mean square of the gradient of its weights. */
  readonly gradient: number;
  /** The same of its weights. */
  readonly weight: number;
  /** The part of its units through which no image's gradient passes: they learn nothing. */
  readonly dead: number;
}

export interface Inside {
  readonly layers: readonly LayerInside[];
  /** The mean, over the images, of the length of the gradient with respect to their logits. */
  readonly logitGradient: number;
  /** The largest logit, whatever its sign. */
  readonly largestLogit: number;
}

function rootMeanSquare({ data }: Tensor): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return Math.sqrt(sum / data.length);
}

/** See {@linkcode LayerInside.difference}. */
function differenceOf({ data, shape: [rows, columns] }: Tensor): number {
  let sum = 0;
  for (let column = 0; column < columns; column++) {
    let total = 0;
    for (let i = column; i < data.length; i += columns) total += data[i];
    const mean = total / rows;
    for (let i = column; i < data.length; i += columns) sum += (data[i] - mean) ** 2;
  }
  return Math.sqrt(sum / data.length);
}

/** The part of the columns that are 0 in every row. */
function zeroColumns({ data, shape: [rows, columns] }: Tensor): number {
  let zero = 0;
  for (let column = 0; column < columns; column++) {
    let row = 0;
    while (row < rows && data[row * columns + column] === 0) row++;
    if (row === rows) zero++;
  }
  return zero / columns;
}

/** Looks into a network, outside of training. The gradients of its parameters are those of this batch afterwards. */
export function look(model: Sequential, loss: Loss, { inputs, targets }: Batch): Inside {
  const { training } = model, { layers } = model;
  model.training = false;
  const outputs: Tensor[] = [];
  let x = inputs;
  for (const layer of layers) outputs.push(x = layer.forward(x));
  loss.forward(x, targets);
  let gradient = loss.backward();
  const [rows, columns] = gradient.shape;
  let logitGradient = 0, largestLogit = 0;
  for (let row = 0; row < rows; row++) {
    let square = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      square += gradient.data[i] ** 2;
      largestLogit = Math.max(largestLogit, Math.abs(x.data[i]));
    }
    logitGradient += Math.sqrt(square); // of 1/N of the loss of this image: the sum is the mean
  }
  const dead = new Array<number>(layers.length).fill(0);
  for (let i = layers.length - 1; i >= 0; i--) {
    if (layers[i].name === "Linear") dead[i] = zeroColumns(gradient);
    gradient = layers[i].backward(gradient, { inputGradient: i > 0 });
  }
  model.training = training;
  const places = layers.flatMap(({ name }, i) => name === "Linear" ? [i] : []);
  return {
    logitGradient,
    largestLogit,
    layers: places.map((at, i) => {
      const { weight } = layers[at] as Linear, end = places[i + 1] ?? layers.length;
      const [inputs, width] = weight.value.shape, output = outputs[end - 1];
      return {
        inputs,
        outputs: width,
        activation: at + 1 < end ? layers[at + 1].name : undefined,
        signal: rootMeanSquare(output),
        difference: differenceOf(output),
        gradient: rootMeanSquare(weight.grad),
        weight: rootMeanSquare(weight.value),
        dead: dead[at],
      };
    }),
  };
}
