/** Where a run went wrong.
 * @module
 */
import type { Loss, Tensor } from "@chainrule/core";
import type { Batch } from "@chainrule/data";
import type { Sequential } from "@chainrule/layers";
import type { Place } from "../study/run_record.ts";

export function allFinite({ data }: Tensor): boolean {
  // The sum of finite numbers of float32 is finite in float64; a sum is quicker than as many questions.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i];
  return Number.isFinite(sum) || data.every(Number.isFinite);
}

/** What the layers are called: their kinds in small letters, each with the number of the linear layer before it. */
export function layerNames(model: Sequential): string[] {
  let count = 0;
  return model.layers.map(({ name }) => {
    if (name === "Linear") count++;
    const words = name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
    return `${words} ${count}`;
  });
}

/**
 * The first parameter that is not finite; if its gradient or that of another is not finite either, that gradient, where
 * the backward pass came upon it first. Undefined if all parameters are finite.
 */
export function findInParameters(model: Sequential): Place | undefined {
  const names = layerNames(model);
  for (const [i, layer] of model.layers.entries()) {
    for (const { name, value } of layer.parameters()) {
      if (!allFinite(value)) return findInGradients(model) ?? { layer: names[i], what: name };
    }
  }
}

/** The gradient that is not finite where the backward pass came upon it first. Undefined if all are finite. */
export function findInGradients(model: Sequential): Place | undefined {
  const names = layerNames(model);
  for (let i = model.layers.length - 1; i >= 0; i--) {
    for (const { name, grad } of model.layers[i].parameters()) {
      if (!allFinite(grad)) return { layer: names[i], what: `gradient of ${name}` };
    }
  }
}

/** The first layer whose output for a batch is not finite, or else the loss, if that is not. It runs the layers again. */
export function findInOutputs(
  model: Sequential,
  loss: Loss,
  { inputs, targets }: Pick<Batch, "inputs" | "targets">,
): Place | undefined {
  const names = layerNames(model);
  if (!allFinite(inputs)) return { layer: "images", what: "input" };
  let x = inputs;
  for (const [i, layer] of model.layers.entries()) {
    x = layer.forward(x);
    if (!allFinite(x)) return { layer: names[i], what: "output" };
  }
  return Number.isFinite(loss.forward(x, targets)) ? undefined : { layer: "loss", what: "loss" };
}
