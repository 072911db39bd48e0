import type { Loss, Tensor } from "@chainrule/core";
import type { Dataset } from "@chainrule/data";
import type { Sequential } from "@chainrule/layers";
import type { RunConfiguration } from "../study/configuration.ts";
import type { Histogram, RunInspection } from "../study/inspection.ts";
import { histogramsOf } from "./histograms.ts";
import { inspect } from "./inspect.ts";

/** How many mistakes and units of the first layer a run keeps, and how many digits the largest number of a picture has. */
const MISTAKES = 10, UNITS = 16, DIGITS = 3;

/** What there is to see in the network of a run. */
export function inspectRun(
  model: Sequential,
  loss: Loss,
  { test, classNames }: { readonly test: Dataset; readonly classNames?: readonly string[] },
  { batchSize, scale }: RunConfiguration,
  said: { readonly logits: Tensor; readonly loss: number } | undefined,
): RunInspection {
  const seen = inspect(model, loss, test, { batchSize, scale, said, mistakes: MISTAKES, units: UNITS });
  return {
    ...seen,
    classes: classNames ?? Array.from({ length: test.classes }, (_, k) => String(k)),
    mistakes: seen.mistakes.map((one) => ({ ...one, pixels: [...one.pixels] })),
    firstLayer: seen.firstLayer.map((one) => ({ ...one, weights: rounded(one.weights) })),
    inputGradients: seen.inputGradients.map((one) => ({
      ...one,
      pixels: [...one.pixels],
      gradient: rounded(one.gradient),
    })),
  };
}

/** The histograms of an epoch, with layers behaving as outside of training. */
export function lookInto(
  model: Sequential,
  loss: Loss,
  images: Dataset,
  { scale }: RunConfiguration,
): Histogram[] {
  const { training } = model;
  model.training = false;
  const histograms = histogramsOf(model, loss, images, scale);
  model.training = training;
  return histograms;
}

/** The numbers of a picture with as many decimals as its largest one has: more would not be seen. */
function rounded(numbers: Float32Array | readonly number[]): number[] {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]));
  const factor = 10 ** (DIGITS - Math.ceil(Math.log10(most || 1)));
  // Files know no -0.
  return Array.from(numbers, (value) => Math.round(value * factor) / factor + 0);
}
