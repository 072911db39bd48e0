/** What decides a run, as plain data.
 * @module
 */
import type {
  ActivationName,
  ExponentialName,
  InitName,
  LossName,
  NormName,
  OptimizerName,
  ScaleName,
  ScheduleName,
  SlopesName,
  SoftmaxName,
} from "./choices.ts";

/** Everything that decides a run. It is plain data: JSON keeps it exactly, and the same data give the same run. */
export interface RunConfiguration {
  /**
   * What is learned: one of the `DATASETS`, or what images are called that nobody has published. When a run starts, `auto` has been
   * replaced by what it stands for.
   */
  readonly dataset: string;
  /** How training images are distorted: `none`, or `shift=2+rotation=10`. */
  readonly augment: string;
  readonly scale: ScaleName;
  /** The widths of the hidden layers; none for a linear model. */
  readonly hidden: readonly number[];
  /** The activation of each hidden layer; a single one is for all of them. */
  readonly activation: readonly ActivationName[];
  readonly init: InitName;
  /** The standard deviation of the first weights, where `init` is `normal`. */
  readonly initStd: number;
  readonly loss: LossName;
  /** By how much the hinge loss wants the right logit to exceed the others. */
  readonly margin: number;
  /** The weight of every class in the focal loss. */
  readonly alpha: number;
  readonly gamma: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** The momentum of `sgd`; the others have none. */
  readonly momentum: number;
  /** The norm that all gradients together are cut down to where it is larger; 0 for no limit. */
  readonly clipNorm: number;
  /** The exponential in tanh, selu and softmax. */
  readonly exponential: ExponentialName;
  /** Whether softmax subtracts the row maximum. */
  readonly softmax: SoftmaxName;
  readonly batchSize: number;
  readonly epochs: number;
  /** How the learning rate changes, which is the highest. */
  readonly schedule: ScheduleName;
  /** The epochs in which the learning rate rises first, but for `one-cycle`, which does so by itself. */
  readonly warmUp: number;
  /** The epochs from step to step of the schedule `step`, and what the learning rate is multiplied by. */
  readonly decayEvery: number;
  readonly decayFactor: number;
  /** Whether `sgd` looks ahead along its velocity. */
  readonly nesterov: boolean;
  /** The probability that the output of a hidden layer is dropped in a step. */
  readonly dropout: number;
  /** The same of the pixels. */
  readonly inputDropout: number;
  readonly norm: NormName;
  /** The share of the targets that is spread over all classes, in softmax cross-entropy. */
  readonly labelSmoothing: number;
  /** The decay of the moving average of the parameters, which then is what is tested and kept; 0 for none. */
  readonly ema: number;
  /** The epochs without a lower loss on the images held out after which a trial ends; 0 for never. */
  readonly patience: number;
  /** The slope of `leaky-relu` below 0. */
  readonly negativeSlope: number;
  /** What the slopes of `p-relu` begin with, and what has one. */
  readonly initSlope: number;
  readonly slopes: SlopesName;
  /** Minus the limit of `elu` at -∞. */
  readonly eluAlpha: number;
  /** What is added to the variance by which is normalised, and by which part running statistics of `batch` move. */
  readonly normEpsilon: number;
  readonly normMomentum: number;
  /** How much classes count in softmax cross-entropy: `none` for all the same, or `8=2+9=0.5`. */
  readonly classWeights: string;
  /** The decays of `adam` and `adamw`: of the mean gradient, and of the mean square. */
  readonly beta1: number;
  readonly beta2: number;
  /** What `adam`, `adamw` and `rmsprop` add to the denominator. */
  readonly epsilon: number;
  /** The decay of the mean square of `rmsprop`, its momentum, and whether it subtracts the mean gradient. */
  readonly rmsDecay: number;
  readonly rmsMomentum: number;
  readonly rmsCentered: boolean;
  /** What the schedule `cosine` falls to. */
  readonly minRate: number;
  /** The part of `one-cycle` that rises, and what the learning rate, and then the first one, is divided by at its ends. */
  readonly rise: number;
  readonly startFactor: number;
  readonly endFactor: number;
  /** What initial weights and shuffles come from: a whole number from 0 to 2⁵³ − 1. */
  readonly seed: number;
}

/**
 * The defaults: the network and settings of the report, with the learning rate and weight decay that reproduce its
 * results. Pixels are centered, as they were for the figures that these results are compared with.
 */
export const DEFAULTS: RunConfiguration = {
  dataset: "auto",
  augment: "none",
  scale: "centered",
  hidden: [128],
  activation: ["tanh"],
  init: "normal",
  initStd: 0.01,
  loss: "softmax-cross-entropy",
  margin: 5,
  alpha: 0.1,
  gamma: 2,
  optimizer: "sgd",
  learningRate: 1e-3,
  weightDecay: 1e-5,
  momentum: 0.9,
  clipNorm: 0,
  exponential: "simd",
  softmax: "shifted",
  batchSize: 100,
  epochs: 100,
  seed: 1,
  schedule: "constant",
  warmUp: 0,
  decayEvery: 30,
  decayFactor: 0.1,
  nesterov: false,
  dropout: 0,
  inputDropout: 0,
  norm: "none",
  labelSmoothing: 0,
  ema: 0,
  patience: 0,
  negativeSlope: 0.01,
  initSlope: 0.25,
  slopes: "layer",
  eluAlpha: 1,
  normEpsilon: 1e-5,
  normMomentum: 0.1,
  classWeights: "none",
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  rmsDecay: 0.99,
  rmsMomentum: 0,
  rmsCentered: false,
  minRate: 0,
  rise: 0.3,
  startFactor: 25,
  endFactor: 1e4,
};

/**
 * The settings that came later. Where one has its default it has no part in the identity of a run, and no column in a table of
 * runs that all have it: runs of before are the same runs.
 */
export const LATER = [
  "augment",
  "schedule",
  "warmUp",
  "decayEvery",
  "decayFactor",
  "nesterov",
  "dropout",
  "inputDropout",
  "norm",
  "labelSmoothing",
  "ema",
  "patience",
  "negativeSlope",
  "initSlope",
  "slopes",
  "eluAlpha",
  "normEpsilon",
  "normMomentum",
  "classWeights",
  "beta1",
  "beta2",
  "epsilon",
  "rmsDecay",
  "rmsMomentum",
  "rmsCentered",
  "minRate",
  "rise",
  "startFactor",
  "endFactor",
] as const satisfies readonly (keyof RunConfiguration)[];

/** Those of the {@linkcode LATER} settings that are not the default everywhere. */
export function laterSettings(configurations: readonly RunConfiguration[]): (typeof LATER[number])[] {
  return LATER.filter((key) => configurations.some((configuration) => configuration[key] !== DEFAULTS[key]));
}

/** Settings that go together: each study's own, which reproduce the report's results, and those that its tables state. */
export const PRESETS = {
  reproduced: {},
  published: { learningRate: 1e-5, weightDecay: 0.1 },
} as const satisfies Record<string, Partial<RunConfiguration>>;

/** The widths of all layers: `784-128-10`. */
export function networkName({ hidden }: RunConfiguration, inputs: number, classes: number): string {
  return [inputs, ...hidden, classes].join("-");
}

export function countParameters(
  { hidden, activation, norm, slopes }: Pick<RunConfiguration, "hidden" | "activation" | "norm" | "slopes">,
  inputs: number,
  classes: number,
): number {
  const widths = [inputs, ...hidden, classes];
  const linear = widths.slice(1).reduce((sum, width, i) => sum + (widths[i] + 1) * width, 0);
  const learned = hidden.reduce((sum, width, i) => {
    const sloped = (activation.length === 1 ? activation[0] : activation[i]) === "p-relu";
    return sum + (norm === "none" ? 0 : 2 * width) + (sloped ? slopes === "unit" ? width : 1 : 0);
  }, 0);
  return linear + learned;
}
