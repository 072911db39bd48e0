import { batches, makeDataset } from "@chainrule/data";
import type { Sequential } from "@chainrule/layers";
import { argmax, softmax } from "@chainrule/losses";
import type { NetworkDescription } from "../study/network_description.ts";

/** What a network says of an image. */
export interface Prediction {
  /** The number of the class with the largest logit. */
  readonly answer: number;
  /** The softmax of the logits, `[classes]`. With hinge loss the network has not learned probabilities: their order counts. */
  readonly probabilities: readonly number[];
}

/** Images at a time. */
const BATCH = 100;

/** What a network says of images: `[rows, columns]` each, from 0 to 255. */
export function predict(
  model: Sequential,
  { rows, columns, scale, classes }: Pick<NetworkDescription, "rows" | "columns" | "scale" | "classes">,
  images: readonly Uint8Array[],
): Prediction[] {
  const pixels = new Uint8Array(images.length * rows * columns);
  images.forEach((image, i) => pixels.set(image, i * rows * columns));
  const labels = new Uint8Array(images.length);
  const dataset = makeDataset({ images: pixels, labels, rows, columns, classes: classes.length });
  const predictions: Prediction[] = [];
  for (const { inputs } of batches(dataset, { batchSize: BATCH, scale })) {
    const logits = model.forward(inputs), answers = argmax(logits);
    const rows = softmax(logits).toArray() as number[][];
    rows.forEach((probabilities, i) => predictions.push({ answer: answers[i], probabilities }));
  }
  return predictions;
}
