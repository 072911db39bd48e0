import type { Loss, Tensor } from "@chainrule/core";
import { batches, type Dataset, slice } from "@chainrule/data";
import type { Sequential } from "@chainrule/layers";
import { extent } from "../study/extent.ts";
import type { ScaleName } from "../study/configuration.ts";
import type { Histogram } from "../study/inspection.ts";
import { layerNames } from "./divergence.ts";

/** Images that activations and gradients are of: the first ones. */
const IMAGES = 100;

const BINS = 30;

/** How weights, the outputs of the layers and the gradients of the weights are spread. */
export function histogramsOf(model: Sequential, loss: Loss, dataset: Dataset, scale: ScaleName): Histogram[] {
  const images = slice(dataset, 0, Math.min(IMAGES, dataset.count)), names = layerNames(model);
  const [{ inputs, targets }] = batches(images, { batchSize: images.count, scale });
  const outputs: Histogram[] = [];
  let x = inputs;
  for (const [i, layer] of model.layers.entries()) {
    x = layer.forward(x);
    outputs.push(histogram(names[i], "output", x));
  }
  loss.forward(x, targets);
  model.backward(loss.backward());
  return model.layers.flatMap((layer, i) => [
    ...layer.parameters().filter(({ name }) => name === "weight").flatMap(({ value, grad }) => [
      histogram(names[i], "weight", value),
      histogram(names[i], "gradient", grad),
    ]),
    outputs[i],
  ]);
}

/** Numbers in bins of equal width from the lowest to the highest; those between two bins belong to the upper one. */
function histogram(layer: string, what: Histogram["what"], { data }: Tensor): Histogram {
  const [low = 0, high = 0] = extent(data as Iterable<number>) as [number, number] | [undefined, undefined];
  const width = (high - low) / BINS, counts = new Array<number>(BINS).fill(0);
  for (const value of data) {
    const bin = width > 0 ? Math.floor((value - low) / width) : 0;
    if (Number.isFinite(bin)) counts[Math.min(BINS - 1, bin)]++;
  }
  return { layer, what, low, high, counts };
}
