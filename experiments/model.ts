/** From names to modules: the network, loss and optimizer that a configuration asks for.
 * @module
 */
import type { Layer, Loss, Parameter, Random } from "@chainrule/core";
import {
  Elu,
  Gelu,
  HardSwish,
  Linear,
  Relu,
  Selu,
  Sequential,
  Sigmoid,
  Silu,
  Softplus,
  Tanh,
} from "@chainrule/layers";
import { FocalLoss, HingeLoss, KLDivLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Adam, AdamW, type Optimizer, Sgd } from "@chainrule/optim";
import type { ActivationName, LossName, OptimizerName, RunConfiguration } from "./configuration.ts";

const activations: Record<ActivationName, () => Layer> = {
  "tanh": () => new Tanh(),
  "selu": () => new Selu(),
  "hard-swish": () => new HardSwish(),
  "relu": () => new Relu(),
  "sigmoid": () => new Sigmoid(),
  "gelu": () => new Gelu(),
  "silu": () => new Silu(),
  "elu": () => new Elu(),
  "softplus": () => new Softplus(),
};

const losses: Record<LossName, (configuration: RunConfiguration) => Loss> = {
  "kl-div": () => new KLDivLoss(),
  "softmax-cross-entropy": () => new SoftmaxCrossEntropyLoss(),
  "hinge": ({ margin }) => new HingeLoss({ margin }),
  "focal": ({ alpha, gamma }) => new FocalLoss({ alpha, gamma }),
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
 */
export function makeModel(
  { hidden, activation, initStd }: RunConfiguration,
  inputs: number,
  classes: number,
  random: Random,
): Sequential {
  const layers: Layer[] = [];
  let width = inputs;
  hidden.forEach((units, i) => {
    const name = activation.length === 1 ? activation[0] : activation[i];
    layers.push(new Linear(width, units, { std: initStd, random }), activations[name]());
    width = units;
  });
  return new Sequential(...layers, new Linear(width, classes, { std: initStd, random }));
}

/** The loss. */
export function makeLoss(configuration: RunConfiguration): Loss {
  return losses[configuration.loss](configuration);
}

/** The optimizer of these parameters. */
export function makeOptimizer(configuration: RunConfiguration, parameters: Parameter[]): Optimizer {
  return optimizers[configuration.optimizer](parameters, configuration);
}
