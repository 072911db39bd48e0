/** The options that decide a run.
 * @module
 */
import {
  type ActivationName,
  ACTIVATIONS,
  DATASETS,
  DEFAULTS,
  EXPONENTIALS,
  INITS,
  LOSSES,
  NORMS,
  OPTIMIZERS,
  type RunConfiguration,
  SCALES,
  SCHEDULES,
  SLOPES,
  SOFTMAXES,
} from "../../study/configuration.ts";
import { UsageError } from "../../study/usage_error.ts";
import { augmentationText, parseAugmentation, WANTED_AUGMENTATION } from "../../training/augmentation.ts";
import { classWeightsText, parseClassWeights, WANTED_CLASS_WEIGHTS } from "../../training/class_weights.ts";
import { type Option, option, type Parser, withDefaults } from "../option.ts";
import { fraction, list, number, oneOf, whole } from "../values.ts";
import { notRising, usedBy } from "./rules.ts";

const ofSgd = usedBy("--optimizer sgd", ({ optimizer }) => optimizer === "sgd");

const ofAdam = usedBy("--optimizer adam and adamw", ({ optimizer }) => /^adamw?$/.test(optimizer));

const ofRmsprop = usedBy("--optimizer rmsprop", ({ optimizer }) => optimizer === "rmsprop");

const ofSquares = usedBy("--optimizer adam, adamw and rmsprop", ({ optimizer }) => optimizer !== "sgd");

const ofCosine = usedBy("--schedule cosine", ({ schedule }) => schedule === "cosine");

const ofOneCycle = usedBy("--schedule one-cycle", ({ schedule }) => schedule === "one-cycle");

const ofSteps = usedBy("--schedule step", ({ schedule }) => schedule === "step");

/** Reads true or false. */
function truth(text: string): boolean {
  return oneOf("truth", ["true", "false"])(text) === "true";
}

/** The most that a decay or a probability may be. */
const BELOW_1 = 1 - 1e-9;

/** How a network learns. */
export const LEARNING = withDefaults(DEFAULTS, {
  epochs: option("N", "passes over the training set", whole(1)),
  batchSize: option("N", "images per step", whole(1), { also: ["--bs"] }),
  learningRate: option("X", "learning rate", number(0), { also: ["--lr"] }),
  weightDecay: option("X", "weight decay", number(0), { also: ["--wd"] }),
  momentum: option("X", "momentum of sgd", number(0, 1), { rules: [ofSgd] }),
  optimizer: option("NAME", OPTIMIZERS.join(", "), oneOf("optimizer", OPTIMIZERS)),
  nesterov: option("[BOOL]", "sgd looks ahead along its velocity: true or false", truth, {
    alone: "true",
    rules: [
      usedBy(
        "--optimizer sgd with --momentum",
        ({ optimizer, momentum }) => optimizer === "sgd" && momentum > 0,
      ),
    ],
  }),
  beta1: option("X", "decay of the mean gradient of adam and adamw", number(0, BELOW_1), {
    rules: [ofAdam],
  }),
  beta2: option("X", "decay of the mean square of adam and adamw", number(0, BELOW_1), { rules: [ofAdam] }),
  epsilon: option("X", "what adam, adamw and rmsprop add to the denominator", number(0), {
    rules: [ofSquares],
  }),
  rmsDecay: option("X", "decay of the mean square of rmsprop", number(0, BELOW_1), { rules: [ofRmsprop] }),
  rmsMomentum: option("X", "momentum of rmsprop", number(0, 1), { rules: [ofRmsprop] }),
  rmsCentered: option("[BOOL]", "rmsprop subtracts the mean gradient: true or false", truth, {
    alone: "true",
    rules: [ofRmsprop],
  }),
  schedule: option(
    "NAME",
    `how the learning rate, which is the highest, changes: ${SCHEDULES.join(", ")}`,
    oneOf("schedule", SCHEDULES),
  ),
  warmUp: option("X", "epochs in which the learning rate rises first", number(0), {
    also: ["--warmup"],
    rules: [
      usedBy(
        "--schedule constant, cosine and step",
        ({ schedule }) => !["one-cycle", "rising"].includes(schedule),
      ),
    ],
  }),
  decayEvery: option("X", "epochs from step to step of --schedule step", number(0), { rules: [ofSteps] }),
  decayFactor: option("X", "what each of these steps multiplies the learning rate by", number(0), {
    rules: [ofSteps],
  }),
  minRate: option("X", "what --schedule cosine falls to", number(0), { rules: [ofCosine] }),
  rise: option("X", "part of --schedule one-cycle in which the learning rate rises", fraction, {
    rules: [ofOneCycle],
  }),
  startFactor: option("X", "what one-cycle divides the learning rate by at its start", number(1), {
    rules: [ofOneCycle],
  }),
  endFactor: option("X", "what one-cycle divides that by at its end", number(1), { rules: [ofOneCycle] }),
  ema: option(
    "X",
    "decay of the moving average of the weights that is tested and kept, such as 0.999; 0 for none",
    number(0, BELOW_1),
  ),
  patience: option(
    "N",
    "epochs without a lower loss on images held out for that after which a run ends; 0 for never",
    whole(0),
    { rules: [notRising] },
  ),
  clipNorm: option("X", "most that the norm of all gradients may be; 0 for no limit", number(0)),
  seed: option("N", "what first weights and shuffles come from", whole(0)),
});

/** What losses are called elsewhere. */
const CALLED = {
  "ce": "softmax-cross-entropy",
  "cross-entropy": "softmax-cross-entropy",
  "kl": "kl-div",
  "mse": "mean-squared-error",
  "bce": "binary-cross-entropy",
} as const;

const width = whole(1, 1e5),
  activation = oneOf("activation", ACTIVATIONS, { "prelu": "p-relu", "swish": "silu" });
const anyActivation = `one for all hidden layers, or one for each: ${ACTIVATIONS.join(", ")}`;
const anyInit = `first weights: ${INITS.join(", ")}; the last three depend on the sizes of the layer`;
const anyExponential = `exponential of tanh, selu and softmax: ${
  EXPONENTIALS.join(", ")
}; all but simd in plain functions`;

const ofLayers = usedBy("hidden layers, and --hidden is none", ({ hidden }) => hidden.length > 0);
const ofNorm = usedBy("--norm layer and batch", ({ norm }) => norm !== "none");
const ofBatchNorm = usedBy("--norm batch", ({ norm }) => norm === "batch");

/** It is of an activation. */
function ofActivation(name: ActivationName) {
  return usedBy(
    `--activation ${name}`,
    ({ hidden, activation }) => hidden.length > 0 && activation.includes(name),
  );
}

const ofNormal = usedBy("--init normal", ({ init }) => init === "normal");
const ofHinge = usedBy("--loss hinge", ({ loss }) => loss === "hinge");
const ofFocal = usedBy("--loss focal", ({ loss }) => loss === "focal");
const ofCrossEntropy = usedBy("--loss softmax-cross-entropy", ({ loss }) => loss === "softmax-cross-entropy");
const hasSoftmax = ({ loss }: RunConfiguration) => loss === "kl-div" || loss === "softmax-cross-entropy";
const ofSoftmax = usedBy("--loss kl-div and softmax-cross-entropy", hasSoftmax);
const ofExponential = usedBy(
  "--activation tanh and selu, and --loss kl-div and softmax-cross-entropy",
  (run) => hasSoftmax(run) || run.activation.some((name) => name === "tanh" || name === "selu"),
);

const classWeights: Parser<string> = (text) => {
  const weights = parseClassWeights(text);
  if (!weights) throw new UsageError(`want ${WANTED_CLASS_WEIGHTS}`);
  return classWeightsText(weights);
};

/** What it is, and what it is to minimize. */
export const NETWORK = withDefaults(DEFAULTS, {
  hidden: option("N,…", "widths of the hidden layers, or none", list(width, { or: "-", empty: true }), {
    parseOne: list(width, { separator: "-", empty: true }),
  }),
  activation: option("NAME,…", anyActivation, list(activation, { or: "+" }), {
    parseOne: list(activation, { separator: "+" }),
    rules: [ofLayers],
  }),
  negativeSlope: option("X", "slope of leaky-relu below 0", number(0), {
    rules: [ofActivation("leaky-relu")],
  }),
  initSlope: option("X", "what the slopes of p-relu begin with", number(-10, 10), {
    rules: [ofActivation("p-relu")],
  }),
  slopes: option(
    "NAME",
    `what learns a slope of its own in p-relu: each ${SLOPES.join(", or each ")}`,
    oneOf("kind", SLOPES),
    { rules: [ofActivation("p-relu")] },
  ),
  eluAlpha: option("X", "minus the limit of elu at -infinity", number(0), { rules: [ofActivation("elu")] }),
  norm: option(
    "NAME",
    `what is normalised before each activation: ${NORMS.join(", ")}`,
    oneOf("norm", NORMS),
    {
      rules: [ofLayers],
    },
  ),
  normEpsilon: option("X", "what is added to the variance by which is normalised", number(0), {
    rules: [ofNorm],
  }),
  normMomentum: option("X", "part by which the running statistics of batch move in a step", number(0, 1), {
    rules: [ofBatchNorm],
  }),
  dropout: option(
    "X",
    "probability that the output of a hidden unit is dropped in a step",
    number(0, BELOW_1),
    {
      rules: [ofLayers],
    },
  ),
  inputDropout: option(
    "X",
    "probability that a pixel is 0 in a step, which is background only with --scale unit",
    number(0, 1 - 1e-9),
  ),
  init: option("NAME", anyInit, oneOf("init", INITS)),
  initStd: option("X", "standard deviation of the first weights of normal", number(0), { rules: [ofNormal] }),
  loss: option("NAME", LOSSES.join(", "), oneOf("loss", LOSSES, CALLED)),
  labelSmoothing: option("X", "share of the targets that is spread over all classes", number(0, 1), {
    rules: [ofCrossEntropy],
  }),
  classWeights: option("C=X,…", "how much classes count, such as 8=2,9=0.5; others 1", classWeights, {
    parseOne: classWeights,
    rules: [ofCrossEntropy],
  }),
  margin: option("X", "margin of hinge", number(0), { rules: [ofHinge] }),
  alpha: option("X", "weight of each class in focal, 0 to 1", number(0, 1), { rules: [ofFocal] }),
  gamma: option("X", "exponent of focal", number(0), { rules: [ofFocal] }),
  exponential: option("NAME", anyExponential, oneOf("exponential", EXPONENTIALS), { rules: [ofExponential] }),
  softmax: option(
    "NAME",
    "shifted subtracts the row maximum, plain does not, and breaks",
    oneOf("softmax", SOFTMAXES),
    { rules: [ofSoftmax] },
  ),
});

/** A name of a dataset. Whoever writes a path wants another option. */
const datasetName: Parser<string> = (text) => {
  if (!/[./\\~]/.test(text)) return oneOf("dataset", DATASETS)(text);
  throw new UsageError("want the name of a dataset; --data takes files and folders of your own");
};

const augmentation: Parser<string> = (text) => {
  const distortions = parseAugmentation(text);
  if (!distortions) throw new UsageError(`want ${WANTED_AUGMENTATION}`);
  return augmentationText(distortions);
};

/** What is learned. */
export const DATA = withDefaults(DEFAULTS, {
  dataset: option(
    "NAME",
    "auto, mnist, fashion-mnist, kmnist, qmnist, emnist-letters and its like, synthetic; auto is mnist, or synthetic " +
      "where mnist can't be had",
    datasetName,
  ),
  augment: option(
    "NAME=X,…",
    "distorts training images anew in each epoch: shift (pixels), rotation (degrees), scale (a fraction), elastic and its " +
      "smoothness (34 and 4 in Simard et al. 2003), or none",
    augmentation,
    { parseOne: augmentation },
  ),
  scale: option("NAME", "pixels: unit is x/255, centered is (x - 128)/255, raw is x", oneOf("scale", SCALES)),
});

/** All of them, by their names in a configuration. */
export const SETTINGS: { readonly [K in keyof RunConfiguration]: Option<RunConfiguration[K]> } = {
  ...LEARNING,
  ...NETWORK,
  ...DATA,
};
