import { type Loss, Tensor } from "@chainrule/core";
import { batches, type Dataset, slice } from "@chainrule/data";
import { Linear, type Sequential } from "@chainrule/layers";
import { argmax, confusionMatrix, expectedCalibrationError, softmax } from "@chainrule/losses";
import type { ScaleName } from "../study/configuration.ts";
import type {
  ConfidenceBin,
  InputGradient,
  Inspection,
  SeenImage,
  UnitWeights,
} from "../study/inspection.ts";
import { histogramsOf } from "./histograms.ts";
import { Mean } from "./metrics.ts";

/** How many mistakes and units are shown. */
const MISTAKES = 20, UNITS = 32;

/** Of confidences, as of {@linkcode expectedCalibrationError}. */
const BINS = 15;

/** What a network does with all images of a dataset, and what is inside it. Layers behave as outside of training. */
export function inspect(
  model: Sequential,
  loss: Loss,
  dataset: Dataset,
  { batchSize, scale }: { batchSize: number; scale: ScaleName },
): Inspection {
  const { name, rows, columns, classes, count, labels } = dataset, { training } = model;
  model.training = false;
  const mean = new Mean(), logits = Tensor.zeros([count, classes]);
  let done = 0;
  for (const batch of batches(dataset, { batchSize, scale })) {
    const output = model.forward(batch.inputs), images = batch.labels.length;
    logits.data.set(output.data, done * classes);
    mean.add(loss.forward(output, batch.targets), 0, images);
    done += images;
  }
  const answers = argmax(logits), probabilities = softmax(logits);
  const seen = (image: number): SeenImage => ({
    image,
    label: labels[image],
    answer: answers[image],
    confidence: probabilities.data[image * classes + answers[image]],
    pixels: dataset.images.slice(image * rows * columns, (image + 1) * rows * columns),
  });
  const wrong = Array.from({ length: count }, (_, i) => i).filter((i) => answers[i] !== labels[i]);
  const sure = (image: number) => probabilities.data[image * classes + answers[image]];
  const surest = wrong.sort((a, b) => sure(b) - sure(a) || a - b).slice(0, MISTAKES);
  const inspection = {
    dataset: name,
    rows,
    columns,
    images: count,
    loss: mean.loss,
    accuracy: 1 - wrong.length / count,
    calibrationError: expectedCalibrationError(probabilities, labels, { bins: BINS }),
    confusion: confusionMatrix(answers, labels, classes),
    calibration: calibrationOf(Array.from({ length: count }, (_, i) => [sure(i), answers[i] === labels[i]])),
    mistakes: surest.map(seen),
    firstLayer: firstLayerOf(model),
    inputGradients: examplesOf(dataset, answers).map((image) => ({
      ...seen(image),
      gradient: gradientOf(model, slice(dataset, image, image + 1), answers[image], scale),
    })),
    histograms: histogramsOf(model, loss, dataset, scale),
  };
  model.training = training;
  return inspection;
}

/** Bins of equal width; a confidence between two belongs to the lower one. */
function calibrationOf(
  predictions: readonly (readonly [confidence: number, right: boolean])[],
): ConfidenceBin[] {
  const groups = Map.groupBy(predictions, ([confidence]) => Math.max(0, Math.ceil(confidence * BINS) - 1));
  return Array.from({ length: BINS }, (_, bin) => {
    const group = groups.get(bin) ?? [], images = group.length;
    const bounds = { low: bin / BINS, high: (bin + 1) / BINS, images };
    if (images === 0) return bounds;
    const confidence = group.reduce((sum, [confidence]) => sum + confidence, 0) / images;
    return { ...bounds, confidence, accuracy: group.filter(([, right]) => right).length / images };
  });
}

/** The weights of the units whose norm is largest, in the order of the units. */
function firstLayerOf(model: Sequential): UnitWeights[] {
  const linear = model.layers.find((layer) => layer instanceof Linear);
  if (!linear) return [];
  const { shape: [inputs, units], data } = linear.weight.value;
  const all = Array.from({ length: units }, (_, unit): UnitWeights => ({
    unit,
    weights: Float32Array.from({ length: inputs }, (_, i) => data[i * units + unit]),
  }));
  const norm = ({ weights }: UnitWeights) => weights.reduce((sum, weight) => sum + weight * weight, 0);
  return all.sort((a, b) => norm(b) - norm(a)).slice(0, UNITS).sort((a, b) => a.unit - b.unit);
}

/** The first image of each class that is right, or else the first. */
function examplesOf({ labels, classes }: Dataset, answers: ArrayLike<number>): number[] {
  return Array.from({ length: classes }, (_, k) => {
    const right = labels.findIndex((label, i) => label === k && answers[i] === k);
    return right >= 0 ? right : labels.indexOf(k);
  }).filter((image) => image >= 0);
}

/** The derivative of a logit by the numbers that the pixels of an image become. */
function gradientOf(
  model: Sequential,
  image: Dataset,
  logit: number,
  scale: ScaleName,
): InputGradient["gradient"] {
  const [{ inputs }] = batches(image, { batchSize: 1, scale });
  const { shape } = model.forward(inputs), dLogits = Tensor.zeros(shape);
  dLogits.data[logit] = 1;
  return Float32Array.from(model.backward(dLogits, { inputGradient: true }).data);
}
