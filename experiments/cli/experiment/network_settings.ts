/** What a network is, and what it is to minimize.
 * @module
 */
import {
  type ActivationName,
  ACTIVATIONS,
  EXPONENTIALS,
  INITS,
  LOSSES,
  NORMS,
  SLOPES,
  SOFTMAXES,
} from "../../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { UsageError } from "../../study/usage_error.ts";
import { classWeightsText, parseClassWeights, WANTED_CLASS_WEIGHTS } from "../../training/class_weights.ts";
import { option, type Parser, withDefaults } from "../option.ts";
import { BELOW_1, list, number, oneOf, whole } from "../values.ts";
import { usedBy } from "./rules.ts";

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
    number(0, BELOW_1),
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
