import { type Loss, Tensor } from "@chainrule/core";
import { batches, type Dataset, slice } from "@chainrule/data";
import { Linear, type Sequential } from "@chainrule/layers";
import { argmax, confusionMatrix, expectedCalibrationError, softmax } from "@chainrule/losses";
import type { ScaleName } from "../study/choices.ts";
import type {
  ConfidenceBin,
  InputGradient,
  Inspection,
  SeenImage,
  UnitWeights,
} from "../study/inspection.ts";
import { evaluate } from "./evaluate.ts";
import { histogramsOf, sampleOf } from "./histograms.ts";

/** How many mistakes and units are shown, unless others are asked for. */
const MISTAKES = 20, UNITS = 32;

/** Of confidences, as of {@linkcode expectedCalibrationError}. */
const BINS = 15;

export interface InspectOptions {
  readonly batchSize: number;
  readonly scale: ScaleName;
  readonly mistakes?: number;
  readonly units?: number;
  /** What the network has just said of all images, `[images, classes]`, and its mean loss: then it is not asked again. */
  readonly said?: { readonly logits: Tensor; readonly loss: number };
}

/** What a network does with all images of a dataset, and what is inside it. Layers behave as outside of training. */
export function inspect(
  model: Sequential,
  loss: Loss,
  dataset: Dataset,
  options: InspectOptions,
): Inspection {
  const { name, rows, columns, classes, count, labels } = dataset, { training } = model, { scale } = options;
  const { logits, loss: mean } = options.said ?? ask(model, loss, dataset, options);
  model.training = false;
  const answers = argmax(logits), probabilities = softmax(logits);
  const sure = (image: number) => probabilities.data[image * classes + answers[image]];
  const seen = (image: number): SeenImage => ({
    image,
    label: labels[image],
    answer: answers[image],
    confidence: sure(image),
    pixels: dataset.images.slice(image * rows * columns, (image + 1) * rows * columns),
  });
  const wrong: number[] = [];
  for (let image = 0; image < count; image++) if (answers[image] !== labels[image]) wrong.push(image);
  const surest = wrong.sort((a, b) => sure(b) - sure(a) || a - b).slice(0, options.mistakes ?? MISTAKES);
  const inspection = {
    dataset: name,
    rows,
    columns,
    images: count,
    loss: mean,
    accuracy: 1 - wrong.length / count,
    calibrationError: expectedCalibrationError(probabilities, labels, { bins: BINS }),
    confusion: confusionMatrix(answers, labels, classes),
    calibration: calibrationOf(count, sure, (image) => answers[image] === labels[image]),
    mistakes: surest.map(seen),
    firstLayer: firstLayerOf(model, options.units ?? UNITS),
    inputGradients: examplesOf(dataset, answers).map((image) => ({
      ...seen(image),
      gradient: gradientOf(model, slice(dataset, image, image + 1), answers[image], scale),
    })),
    histograms: histogramsOf(model, loss, sampleOf(dataset), scale),
  };
  model.training = training;
  return inspection;
}

function ask(
  model: Sequential,
  loss: Loss,
  dataset: Dataset,
  options: InspectOptions,
): { logits: Tensor; loss: number } {
  const logits = Tensor.zeros([dataset.count, dataset.classes]);
  return { logits, loss: evaluate(model, loss, dataset, { ...options, logits }).loss };
}

/** Bins of equal width; a confidence between two belongs to the lower one. */
function calibrationOf(
  count: number,
  sure: (image: number) => number,
  isRight: (image: number) => boolean,
): ConfidenceBin[] {
  const sums = Array.from({ length: BINS }, () => ({ images: 0, confidence: 0, right: 0 }));
  for (let image = 0; image < count; image++) {
    const confidence = sure(image), sum = sums[Math.max(0, Math.ceil(confidence * BINS) - 1)];
    sum.images++;
    sum.confidence += confidence;
    if (isRight(image)) sum.right++;
  }
  return sums.map(({ images, confidence, right }, bin) => ({
    low: bin / BINS,
    high: (bin + 1) / BINS,
    images,
    ...(images > 0 && { confidence: confidence / images, accuracy: right / images }),
  }));
}

/** The weights of the units whose norm is largest, in the order of the units. */
function firstLayerOf(model: Sequential, most: number): UnitWeights[] {
  const linear = model.layers.find((layer) => layer instanceof Linear);
  if (!linear) return [];
  const { shape: [inputs, units], data } = linear.weight.value;
  const norms = new Float64Array(units);
  for (let i = 0; i < inputs; i++) {
    for (let unit = 0; unit < units; unit++) norms[unit] += data[i * units + unit] ** 2;
  }
  return Array.from(norms.keys()).sort((a, b) => norms[b] - norms[a]).slice(0, most).sort((a, b) => a - b)
    .map((unit) => ({
      unit,
      weights: Float32Array.from({ length: inputs }, (_, i) => data[i * units + unit]),
    }));
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
