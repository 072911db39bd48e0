/** What there is to see in a trained network: plain data.
 * @module
 */

/** Predictions that are about as sure as each other. */
export interface ConfidenceBin {
  /** The largest probabilities above `low` and up to `high`. */
  readonly low: number;
  readonly high: number;
  readonly images: number;
  /** The mean of the largest probabilities, and the fraction that is right; undefined where there are none. */
  readonly confidence?: number;
  readonly accuracy?: number;
}

/** An image and what the network made of it. */
export interface SeenImage {
  /** Its number in the dataset, from 0. */
  readonly image: number;
  readonly label: number;
  readonly answer: number;
  /** The probability of the answer. */
  readonly confidence: number;
  /** `[rows, columns]`, from 0 to 255. */
  readonly pixels: Uint8Array | readonly number[];
}

/** Where the network looks in an image. */
export interface InputGradient extends SeenImage {
  /** The derivative of the answer's logit by each number that a pixel becomes, `[rows, columns]`. */
  readonly gradient: Float32Array | readonly number[];
}

/** What a unit of the first layer wants to see. */
export interface UnitWeights {
  /** Its number, from 0. */
  readonly unit: number;
  /** `[rows, columns]`. */
  readonly weights: Float32Array | readonly number[];
}

/** How numbers of a layer are spread. */
export interface Histogram {
  /** `linear 1`, `tanh 1` and so on. */
  readonly layer: string;
  /** The gradient is that of the weight. */
  readonly what: "weight" | "gradient" | "output";
  readonly low: number;
  readonly high: number;
  /** In bins of equal width. */
  readonly counts: readonly number[];
}

/** How numbers were spread after an epoch. */
export interface EpochHistograms {
  /** From 1. */
  readonly epoch: number;
  readonly histograms: readonly Histogram[];
}

export interface Inspection {
  readonly dataset: string;
  readonly rows: number;
  readonly columns: number;
  readonly images: number;
  readonly loss: number;
  readonly accuracy: number;
  /** The expected calibration error. */
  readonly calibrationError: number;
  /** How often each class was taken for each: `confusion[label][answer]`. */
  readonly confusion: readonly (readonly number[])[];
  readonly calibration: readonly ConfidenceBin[];
  /** Wrong answers, the surest first. */
  readonly mistakes: readonly SeenImage[];
  /** The units with the largest weights. */
  readonly firstLayer: readonly UnitWeights[];
  /** An image of each class. */
  readonly inputGradients: readonly InputGradient[];
  /** Layer by layer; outputs and gradients are of the first 100 images. */
  readonly histograms: readonly Histogram[];
}

/** What a run leaves to be seen in the network that it ended with: fewer pictures, whose numbers have three digits. */
export interface RunInspection extends Inspection {
  /** What the classes are called, in order. */
  readonly classes: readonly string[];
}
