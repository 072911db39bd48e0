import { f1, precision, recall } from "@chainrule/losses";
import type {
  ConfidenceBin,
  Histogram,
  InputGradient,
  Inspection,
  SeenImage,
  UnitWeights,
} from "../study/inspection.ts";
import { csv, members } from "./csv.ts";

/** How well a class is told from the others. */
export interface ClassFigures {
  readonly class: string;
  /** How many images are of it. */
  readonly images: number;
  readonly precision: number;
  /** The accuracy on its images. */
  readonly recall: number;
  readonly f1: number;
}

export function classFigures({ confusion }: Inspection, classes: readonly string[]): ClassFigures[] {
  const measures = { precision: precision(confusion), recall: recall(confusion), f1: f1(confusion) };
  return classes.map((name, k) => ({
    class: name,
    images: confusion[k].reduce((sum, count) => sum + count, 0),
    precision: measures.precision[k],
    recall: measures.recall[k],
    f1: measures.f1[k],
  }));
}

/** The tables of what there is to see in a network, by the names of their files. */
export function inspectionTables(inspection: Inspection, classes: readonly string[]): Record<string, string> {
  const { confusion, calibration, mistakes, firstLayer, inputGradients, histograms } = inspection;
  const pairs = confusion.flatMap((row, label) => row.map((images, answer) => ({ label, answer, images })));
  const seen = {
    image: ({ image }: SeenImage) => image,
    label: ({ label }: SeenImage) => classes[label],
    answer: ({ answer }: SeenImage) => classes[answer],
    confidence: ({ confidence }: SeenImage) => confidence,
  };
  return {
    "evaluation.csv": csv(
      members<Inspection>("dataset", "images", "loss", "accuracy", "calibrationError"),
      [inspection],
    ),
    "classes.csv": csv(
      members<ClassFigures>("class", "images", "precision", "recall", "f1"),
      classFigures(inspection, classes),
    ),
    "confusion.csv": csv<typeof pairs[number]>({
      label: ({ label }) => classes[label],
      answer: ({ answer }) => classes[answer],
      images: ({ images }) => images,
    }, pairs),
    "calibration.csv": csv(
      members<ConfidenceBin>("low", "high", "images", "confidence", "accuracy"),
      calibration,
    ),
    "mistakes.csv": csv<SeenImage>({ ...seen, pixels: ({ pixels }) => pixels.join(" ") }, mistakes),
    "first_layer.csv": csv<UnitWeights>({
      unit: ({ unit }) => unit,
      weights: ({ weights }) => weights.join(" "),
    }, firstLayer),
    "input_gradients.csv": csv<InputGradient>({
      ...seen,
      pixels: ({ pixels }) => pixels.join(" "),
      gradient: ({ gradient }) => gradient.join(" "),
    }, inputGradients),
    "histograms.csv": csv<Histogram>({
      ...members<Histogram>("layer", "what", "low", "high"),
      counts: ({ counts }) => counts.join(" "),
    }, histograms),
  };
}
