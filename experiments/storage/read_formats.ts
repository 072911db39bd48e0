/** The tables of a study that can't be made of others, as `../FILES.md` describes them.
 * @module
 */
import * as v from "valibot";
import * as known from "../study/choices.ts";
import { textOf } from "../study/cell_text.ts";
import { numeric, optional, type RowOf, sometimes } from "./read_table.ts";
import * as is from "./schemas.ts";
import type { StepLog } from "../study/step_log.ts";

const { oneOf } = is;
const text = v.pipe(v.string(), v.transform(textOf), is.text);
const any = numeric(is.number), finite = numeric(is.finite), fraction = numeric(is.fraction);
const positive = numeric(is.positive), count = numeric(is.count), ordinal = numeric(is.ordinal);

const hidden = v.pipe(
  v.string(),
  v.regex(/^(none|[1-9]\d*(-[1-9]\d*)*)$/, "widths such as 256-128, or none"),
  v.transform((cell) => cell === "none" ? [] : cell.split("-").map(Number)),
  is.widths,
);

// Names are told apart though some have a hyphen in them.
const ACTIVATION = `(?:${known.ACTIVATIONS.join("|")})`;
const activation = v.pipe(
  v.string(),
  v.regex(new RegExp(`^(none|${ACTIVATION}(-${ACTIVATION})*)$`), "activations such as tanh-selu, or none"),
  v.transform((cell) => (cell.match(new RegExp(ACTIVATION, "g")) ?? []) as known.ActivationName[]),
);

const truth = v.pipe(oneOf(["true", "false"]), v.transform((cell) => cell === "true"));

/** The settings that tables show, by their columns. */
const SETTINGS = {
  hidden,
  activation,
  loss: oneOf(known.LOSSES),
  seed: count,
  optimizer: oneOf(known.OPTIMIZERS),
  learningRate: positive,
  weightDecay: positive,
  momentum: optional(positive),
  batchSize: ordinal,
  augment: sometimes(is.augment),
  schedule: sometimes(oneOf(known.SCHEDULES)),
  warmUp: sometimes(positive),
  decayEvery: sometimes(positive),
  decayFactor: sometimes(positive),
  nesterov: sometimes(truth),
  dropout: sometimes(fraction),
  inputDropout: sometimes(fraction),
  norm: sometimes(oneOf(known.NORMS)),
  labelSmoothing: sometimes(fraction),
  ema: sometimes(fraction),
  patience: sometimes(count),
  negativeSlope: sometimes(positive),
  initSlope: sometimes(finite),
  slopes: sometimes(oneOf(known.SLOPES)),
  eluAlpha: sometimes(positive),
  normEpsilon: sometimes(positive),
  normMomentum: sometimes(fraction),
  classWeights: sometimes(is.classWeights),
  beta1: sometimes(fraction),
  beta2: sometimes(fraction),
  epsilon: sometimes(positive),
  rmsDecay: sometimes(fraction),
  rmsMomentum: sometimes(fraction),
  rmsCentered: sometimes(truth),
  minRate: sometimes(positive),
  rise: sometimes(fraction),
  startFactor: sometimes(positive),
  endFactor: sometimes(positive),
};

/** Numbers of a picture, or counts. */
function several(each: (value: number) => boolean, wanted: string) {
  return v.pipe(
    v.string(),
    v.transform((cell) => textOf(cell).split(" ").map((part) => part === "" ? NaN : Number(part))),
    v.check((numbers) => numbers.every(each), wanted),
  );
}
const numbers = several(Number.isFinite, "numbers with spaces between them");
const counts = several(
  (value) => value >= 0 && Number.isSafeInteger(value),
  "counts with spaces between them",
);

const SEEN = { run: text, image: count, label: text, answer: text, confidence: fraction, pixels: counts };

/** The tables, by the names of their files. */
export const FORMATS = {
  "epochs.csv": {
    run: text,
    epoch: ordinal,
    trainLoss: finite,
    trainAccuracy: fraction,
    testLoss: finite,
    testAccuracy: fraction,
    validationLoss: sometimes(optional(finite)),
    validationAccuracy: sometimes(optional(fraction)),
    seconds: optional(positive),
  },
  "runs.csv": {
    run: text,
    dataset: is.datasetName,
    ...SETTINGS,
    epochs: ordinal,
    status: oneOf(["finished", "diverged", "stopped"]),
    parameters: count,
    trainLossFinal: optional(finite),
    trainAccuracyFinal: optional(fraction),
    testLossFinal: optional(finite),
    testAccuracyFinal: optional(fraction),
    trainSeconds: optional(positive),
  },
  "iterations.csv": {
    run: text,
    epoch: ordinal,
    iteration: ordinal,
    batchLoss: any,
    batchAccuracy: fraction,
  },
  "divergences.csv": {
    run: text,
    epoch: ordinal,
    iteration: ordinal,
    layer: text,
    what: text,
  },
  "trials.csv": {
    trial: text,
    rank: ordinal,
    status: oneOf(["finished", "diverged", "stopped", "failed", "interrupted", "running"]),
    rung: optional(ordinal),
    epochs: count,
    validationAccuracy: optional(fraction),
    validationLoss: optional(finite),
    trainAccuracy: optional(fraction),
    trainLoss: optional(finite),
    parameters: count,
    ...SETTINGS,
    margin: finite,
    alpha: finite,
    gamma: finite,
    init: oneOf(known.INITS),
    initStd: positive,
    clipNorm: positive,
    exponential: oneOf(known.EXPONENTIALS),
    softmax: oneOf(known.SOFTMAXES),
    scale: oneOf(known.SCALES),
    trainSeconds: optional(positive),
  },
  "pre_activations.csv": {
    run: text,
    epoch: ordinal,
    iteration: ordinal,
    layer: text,
    mean: any,
    maximum: any,
    gradientNorm: optional(any),
    lowest: any,
    highest: any,
    rowRange: any,
  },
  "softmax.csv": {
    method: oneOf(["plain", "shifted"]),
    shift: finite,
    largestLogit: finite,
    smallestLogit: finite,
    sum: any,
    largestProbability: any,
    maximumError: any,
    status: oneOf(["ok", "inaccurate", "overflow", "underflow"]),
  },
  "functions.csv": {
    place: text,
    exponential: oneOf(known.EXPONENTIALS),
    low: finite,
    high: finite,
    maximumError: any,
    forwardNs: positive,
    backwardNs: optional(positive),
  },
  "inspection/evaluation.csv": {
    run: text,
    dataset: is.datasetName,
    images: ordinal,
    loss: finite,
    accuracy: fraction,
    calibrationError: fraction,
  },
  "inspection/classes.csv": { run: text, class: text },
  "inspection/confusion.csv": { run: text, label: text, answer: text, images: count },
  "inspection/calibration.csv": {
    run: text,
    low: fraction,
    high: fraction,
    images: count,
    confidence: optional(fraction),
    accuracy: optional(fraction),
  },
  "inspection/mistakes.csv": SEEN,
  "inspection/first_layer.csv": { run: text, unit: count, weights: numbers },
  "inspection/input_gradients.csv": { ...SEEN, gradient: numbers },
  "inspection/histograms.csv": {
    run: text,
    epoch: ordinal,
    layer: text,
    what: oneOf(["weight", "gradient", "output"]),
    low: finite,
    high: finite,
    counts,
  },
  "shares.csv": {
    kind: oneOf(["activation", "loss"]),
    name: text,
    forwardNs: positive,
    backwardNs: positive,
    share: fraction,
  },
  "timings.csv": {
    kind: oneOf(["activation", "loss"]),
    name: text,
    pass: oneOf(["forward", "backward", "both"]),
    size: v.pipe(v.string(), v.regex(/^\d+×\d+$/, "a size such as 100×128")),
    kernels: oneOf(["plain", "WebAssembly", "native"]),
    ns: positive,
    nsLeast: positive,
    nsP75: positive,
    nsP99: positive,
  },
} as const;

/** The file of one of these tables. */
export type TableFile = keyof typeof FORMATS;

/** A table as far as it could be read. */
export interface ReadTable<F extends TableFile> {
  readonly rows: readonly RowOf<typeof FORMATS[F]>[];
  /** Whether nothing of it was left out. */
  readonly whole: boolean;
}

/** The table of logged steps, of which there may be too many to be objects: those of each run. */
export interface ReadSteps {
  readonly steps: ReadonlyMap<string, StepLog>;
  readonly whole: boolean;
}

/** The tables that there are. */
export type ReadTables =
  & { readonly [F in Exclude<TableFile, "iterations.csv">]?: ReadTable<F> }
  & { readonly "iterations.csv"?: ReadSteps };
