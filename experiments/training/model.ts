/** From names to modules: the network, loss and optimizer that a configuration asks for.
 * @module
 */
import type { Layer, Loss, Parameter, Random } from "@chainrule/core";
import {
  Activation,
  Elu,
  Gelu,
  HardSwish,
  he,
  type Initializer,
  lecun,
  Linear,
  normal,
  Relu,
  Selu,
  Sequential,
  Sigmoid,
  Silu,
  Softplus,
  Tanh,
  xavier,
} from "@chainrule/layers";
import { FocalLoss, HingeLoss, KLDivLoss, RowLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Adam, AdamW, type Optimizer, Sgd } from "@chainrule/optim";
import type {
  ActivationName,
  InitName,
  LossName,
  OptimizerName,
  RunConfiguration,
} from "../study/configuration.ts";
import { plainSoftmaxLoss, seluWith, softmaxLossWith, tanhWith } from "./exponential_formulas.ts";
import { exponentials } from "./exponentials.ts";
import { Probe } from "./probe.ts";

const activations: Record<ActivationName, (configuration: RunConfiguration) => Layer> = {
  "tanh": ({ exponential: e }) =>
    e === "simd" ? new Tanh() : new Activation("Tanh", tanhWith(exponentials[e])),
  "selu": ({ exponential: e }) =>
    e === "simd" ? new Selu() : new Activation("Selu", seluWith(exponentials[e])),
  "hard-swish": () => new HardSwish(),
  "relu": () => new Relu(),
  "sigmoid": () => new Sigmoid(),
  "gelu": () => new Gelu(),
  "silu": () => new Silu(),
  "elu": () => new Elu(),
  "softplus": () => new Softplus(),
};

const losses: Record<LossName, (configuration: RunConfiguration) => Loss> = {
  "kl-div": (configuration) => softmaxLoss(configuration, true) ?? new KLDivLoss(),
  "softmax-cross-entropy": (configuration) =>
    softmaxLoss(configuration, false) ?? new SoftmaxCrossEntropyLoss(),
  "hinge": ({ margin }) => new HingeLoss({ margin }),
  "focal": ({ alpha, gamma }) => new FocalLoss({ alpha, gamma }),
};

/** A loss with a softmax of another kind than the one that ships, if that is asked for. */
function softmaxLoss({ softmax, exponential }: RunConfiguration, entropy: boolean): Loss | undefined {
  if (softmax === "plain") return new RowLoss("PlainSoftmaxLoss", plainSoftmaxLoss({ entropy }));
  if (exponential === "simd") return undefined;
  return new RowLoss("SoftmaxLoss", softmaxLossWith(exponentials[exponential], { entropy }));
}

const initializers: Record<InitName, (configuration: RunConfiguration) => Initializer> = {
  "normal": ({ initStd }) => normal(initStd),
  "lecun": lecun,
  "xavier": xavier,
  "he": he,
};

const optimizers: Record<
  OptimizerName,
  (parameters: Parameter[], configuration: RunConfiguration) => Optimizer
> = {
  "sgd": (parameters, { learningRate, momentum, weightDecay }) =>
    new Sgd(parameters, { learningRate, momentum, weightDecay }),
  "adam": (parameters, { learningRate, weightDecay }) => new Adam(parameters, { learningRate, weightDecay }),
  "adamw": (parameters, { learningRate, weightDecay }) =>
    new AdamW(parameters, { learningRate, weightDecay }),
};

/**
 * The network: `inputs`, the hidden layers each followed by its activation, `classes` logits.
 *
 * @param random Where the first weights come from.
 * @param watch Whether each linear layer has a {@linkcode Probe} behind it.
 */
export function makeModel(
  configuration: RunConfiguration,
  inputs: number,
  classes: number,
  random: Random,
  { watch = false } = {},
): Sequential {
  const { hidden, activation } = configuration;
  const init = initializers[configuration.init](configuration);
  const layers: Layer[] = [];
  let width = inputs;
  const linear = (units: number, number: number) => {
    layers.push(new Linear(width, units, { init, random }));
    if (watch) layers.push(new Probe(`linear ${number}`));
    width = units;
  };
  hidden.forEach((units, i) => {
    linear(units, i + 1);
    layers.push(activations[activation.length === 1 ? activation[0] : activation[i]](configuration));
  });
  linear(classes, hidden.length + 1);
  return new Sequential(...layers);
}

export function makeLoss(configuration: RunConfiguration): Loss {
  return losses[configuration.loss](configuration);
}

export function makeOptimizer(configuration: RunConfiguration, parameters: Parameter[]): Optimizer {
  return optimizers[configuration.optimizer](parameters, configuration);
}
