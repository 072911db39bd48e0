import type { Loss, Tensor } from "@chainrule/core";
import { batches, type Dataset, slice } from "@chainrule/data";
import type { Sequential } from "@chainrule/layers";
import type { ScaleName } from "../study/choices.ts";
import type { Histogram } from "../study/inspection.ts";
import { layerNames } from "./divergence.ts";
import { Probe } from "./probe.ts";

/** Images that activations and gradients are of: the first ones. */
const IMAGES = 100;

const BINS = 30;

/** Each of the first epochs is looked at, and so many between an epoch and the one of twice its number. */
const EACH = 10, LATER = 5;

/** Whether it is looked into the network after an epoch: of 100 epochs after 26. It does not depend on how many there will be. */
export function isLookedAt(epoch: number): boolean {
  return epoch <= EACH || epoch % 2 ** Math.floor(Math.log2(epoch / LATER)) === 0;
}

/** The images that activations and gradients are of. */
export function sampleOf(dataset: Dataset): Dataset {
  return slice(dataset, 0, Math.min(IMAGES, dataset.count));
}

/**
 * How weights, the outputs of the layers and the gradients of the weights are spread.
 *
 * @param images See {@linkcode sampleOf}.
 */
export function histogramsOf(model: Sequential, loss: Loss, images: Dataset, scale: ScaleName): Histogram[] {
  const names = layerNames(model), outputs: Histogram[] = [];
  const [{ inputs, targets }] = batches(images, { batchSize: images.count, scale });
  let x = inputs;
  for (const [i, layer] of model.layers.entries()) {
    x = layer.forward(x);
    outputs.push(histogram(names[i], "output", x));
  }
  loss.forward(x, targets);
  model.backward(loss.backward());
  return model.layers.flatMap((layer, i) =>
    // What watches a layer is none itself.
    layer instanceof Probe ? [] : [
      ...layer.parameters().filter(({ name }) => name === "weight").flatMap(({ value, grad }) => [
        histogram(names[i], "weight", value),
        histogram(names[i], "gradient", grad),
      ]),
      outputs[i],
    ]
  );
}

/**
 * Numbers in bins of equal width from the lowest to the highest; those between two bins belong to the upper one. Numbers that are not finite
 * are in none.
 */
function histogram(layer: string, what: Histogram["what"], { data }: Tensor): Histogram {
  // Loops, for it is done after epochs, and there may be a million numbers.
  const { length } = data;
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < length; i++) {
    const value = data[i];
    if (value < low && value > -Infinity) low = value;
    if (value > high && value < Infinity) high = value;
  }
  if (low > high) low = high = 0;
  const width = (high - low) / BINS, counts = new Uint32Array(BINS);
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(data[i])) continue;
    const bin = width > 0 ? Math.floor((data[i] - low) / width) : 0;
    counts[bin < BINS ? bin : BINS - 1]++;
  }
  return { layer, what, low, high, counts: [...counts] };
}
