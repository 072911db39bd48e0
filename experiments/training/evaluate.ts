import type { Loss, Tensor } from "@chainrule/core";
import { batches, type Dataset } from "@chainrule/data";
import type { Sequential } from "@chainrule/layers";
import type { ScaleName } from "../study/choices.ts";
import { countCorrect, Mean } from "./metrics.ts";

/**
 * The mean loss and the accuracy (a fraction) over all images of a dataset, in file order, with the layers behaving as
 * outside of training.
 *
 * @param batchSize How many images at a time; it changes the result by rounding errors only.
 * @param logits Gets the logits of all images, `[images, classes]`, if it is given.
 */
export function evaluate(
  model: Sequential,
  loss: Loss,
  dataset: Dataset,
  { batchSize, scale, logits: all }: { batchSize: number; scale: ScaleName; logits?: Tensor },
): { loss: number; accuracy: number } {
  const { training } = model;
  model.training = false;
  const mean = new Mean();
  let done = 0;
  for (const { inputs, targets, labels } of batches(dataset, { batchSize, scale })) {
    const logits = model.forward(inputs);
    all?.data.set(logits.data, done * dataset.classes);
    done += labels.length;
    mean.add(loss.forward(logits, targets), countCorrect(logits, labels), labels.length);
  }
  model.training = training;
  return { loss: mean.loss, accuracy: mean.accuracy };
}
