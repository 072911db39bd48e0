/** From names to modules: the network, loss and optimizer that a configuration asks for.
 * @module
 */
import type { DType, Layer, Loss, Parameter, Random } from "@chainrule/core";
import * as layers from "@chainrule/layers";
import {
  BinaryCrossEntropyLoss,
  FocalLoss,
  HingeLoss,
  KLDivLoss,
  MeanSquaredErrorLoss,
  RowLoss,
  SoftmaxCrossEntropyLoss,
} from "@chainrule/losses";
import {
  Adam,
  AdamW,
  type AdamWOptions,
  Ema,
  type Optimizer,
  RmsProp,
  type Schedule,
  Sgd,
} from "@chainrule/optim";
import type { ActivationName, InitName, LossName, NormName, OptimizerName } from "../study/choices.ts";
import type { RunConfiguration } from "../study/configuration.ts";
import { classWeightsOf } from "./class_weights.ts";
import { plainSoftmaxLoss, seluWith, softmaxLossWith, tanhWith } from "./exponential_formulas.ts";
import { exponentials } from "./exponentials.ts";
import { Probe } from "./probe.ts";

/** An activation behind so many units. */
type MakeActivation = (configuration: RunConfiguration, units: number, dtype?: DType) => Layer;

const activations: Record<ActivationName, MakeActivation> = {
  "tanh": ({ exponential: e }) =>
    e === "simd" ? new layers.Tanh() : new layers.Activation("Tanh", tanhWith(exponentials[e])),
  "selu": ({ exponential: e }) =>
    e === "simd" ? new layers.Selu() : new layers.Activation("Selu", seluWith(exponentials[e])),
  "hard-swish": () => new layers.HardSwish(),
  "relu": () => new layers.Relu(),
  "sigmoid": () => new layers.Sigmoid(),
  "gelu": () => new layers.Gelu(),
  "silu": () => new layers.Silu(),
  "elu": ({ eluAlpha: alpha }) => new layers.Elu({ alpha }),
  "softplus": () => new layers.Softplus(),
  "leaky-relu": ({ negativeSlope }) => new layers.LeakyRelu({ negativeSlope }),
  "p-relu": ({ initSlope: init, slopes }, units, dtype) =>
    new layers.PRelu({ init, numParameters: slopes === "unit" ? units : 1, dtype }),
  "mish": () => new layers.Mish(),
};

const losses: Record<LossName, (configuration: RunConfiguration, classes: number) => Loss> = {
  "kl-div": (configuration) => softmaxLoss(configuration, true) ?? new KLDivLoss(),
  "softmax-cross-entropy": (configuration, classes) =>
    softmaxLoss(configuration, false) ??
      new SoftmaxCrossEntropyLoss({
        labelSmoothing: configuration.labelSmoothing,
        classWeights: classWeightsOf(configuration.classWeights, classes),
      }),
  "hinge": ({ margin }) => new HingeLoss({ margin }),
  "focal": ({ alpha, gamma }) => new FocalLoss({ alpha, gamma }),
  "mean-squared-error": () => new MeanSquaredErrorLoss(),
  "binary-cross-entropy": () => new BinaryCrossEntropyLoss(),
};

/** A loss with a softmax of another kind than the one that ships, if that is asked for. */
function softmaxLoss({ softmax, exponential }: RunConfiguration, entropy: boolean): Loss | undefined {
  if (softmax === "plain") return new RowLoss("PlainSoftmaxLoss", plainSoftmaxLoss({ entropy }));
  if (exponential === "simd") return undefined;
  return new RowLoss("SoftmaxLoss", softmaxLossWith(exponentials[exponential], { entropy }));
}

const initializers: Record<InitName, (configuration: RunConfiguration) => layers.Initializer> = {
  "normal": ({ initStd }) => layers.normal(initStd),
  "lecun": layers.lecun,
  "xavier": layers.xavier,
  "he": layers.he,
};

/** What an optimizer is made of; its learning rate may be a schedule. */
type OptimizerSettings = Omit<RunConfiguration, "learningRate"> & {
  readonly learningRate: number | Schedule;
};

const optimizers: Record<
  OptimizerName,
  (parameters: Parameter[], settings: OptimizerSettings) => Optimizer
> = {
  "sgd": (parameters, { learningRate, momentum, weightDecay, nesterov }) =>
    new Sgd(parameters, { learningRate, momentum, weightDecay, nesterov }),
  "adam": (parameters, settings) => new Adam(parameters, adamOptions(settings)),
  "adamw": (parameters, settings) => new AdamW(parameters, adamOptions(settings)),
  "rmsprop": (
    parameters,
    { learningRate, weightDecay, epsilon, rmsDecay: alpha, rmsMomentum: momentum, rmsCentered: centered },
  ) => new RmsProp(parameters, { learningRate, weightDecay, epsilon, alpha, momentum, centered }),
};

function adamOptions({ learningRate, weightDecay, epsilon, beta1, beta2 }: OptimizerSettings): AdamWOptions {
  return { learningRate, weightDecay, epsilon, betas: [beta1, beta2] };
}

/** What normalises the outputs of so many units. */
const norms: Record<NormName, (configuration: RunConfiguration, units: number, dtype?: DType) => Layer[]> = {
  "none": () => [],
  "layer": ({ normEpsilon: epsilon }, units, dtype) => [new layers.LayerNorm(units, { epsilon, dtype })],
  "batch": ({ normEpsilon: epsilon, normMomentum: momentum }, units, dtype) => [
    new layers.BatchNorm(units, { epsilon, momentum, dtype }),
  ],
};

/**
 * The network: `inputs`, dropout of these, the hidden layers each followed by what normalises it, its activation and dropout, `classes` logits.
 * First weights are the same with dropout as without.
 *
 * @param random Where the first weights come from.
 * @param watch Whether each linear layer has a {@linkcode Probe} behind it.
 * @param dtype The precision: float32 unless given.
 */
export function makeModel(
  configuration: RunConfiguration,
  inputs: number,
  classes: number,
  random: Random,
  { watch = false, dtype }: { watch?: boolean; dtype?: DType } = {},
): layers.Sequential {
  const { hidden, activation, norm, dropout, inputDropout } = configuration;
  const init = initializers[configuration.init](configuration);
  const widths = [inputs, ...hidden, classes];
  const linear = widths.slice(1).map((units, i) =>
    new layers.Linear(widths[i], units, { init, random, dtype })
  );
  const dropped = inputDropout > 0 ? [new layers.Dropout(inputDropout, { random: random.fork() })] : [];
  const rest = linear.flatMap((layer, i): Layer[] => {
    const seen = watch ? [layer, new Probe(`linear ${i + 1}`)] : [layer];
    if (i === hidden.length) return seen;
    const name = activation.length === 1 ? activation[0] : activation[i];
    const activate = activations[name](configuration, hidden[i], dtype);
    const drop = dropout > 0 ? [new layers.Dropout(dropout, { random: random.fork() })] : [];
    return [...seen, ...norms[norm](configuration, hidden[i], dtype), activate, ...drop];
  });
  return new layers.Sequential(...dropped, ...rest);
}

/**
 * The loss, for so many classes.
 *
 * @throws {RangeError} If one of them is weighted that is not there.
 */
export function makeLoss(configuration: RunConfiguration, classes: number): Loss {
  return losses[configuration.loss](configuration, classes);
}

/** @param learningRate That of the configuration unless given. */
export function makeOptimizer(
  configuration: RunConfiguration,
  parameters: Parameter[],
  learningRate: number | Schedule = configuration.learningRate,
): Optimizer {
  const { optimizer: name, ema: decay } = configuration;
  const optimizer = optimizers[name](parameters, { ...configuration, learningRate });
  return decay > 0 ? new Ema(optimizer, parameters, { decay }) : optimizer;
}
