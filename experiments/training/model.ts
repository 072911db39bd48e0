/** From names to modules: the network, loss and optimizer that a configuration asks for.
 * @module
 */
import type { DType, Layer, Loss, Parameter, Random } from "@chainrule/core";
import * as layers from "@chainrule/layers";
import { FocalLoss, HingeLoss, KLDivLoss, RowLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Adam, AdamW, type Optimizer, type Schedule, Sgd } from "@chainrule/optim";
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
    e === "simd" ? new layers.Tanh() : new layers.Activation("Tanh", tanhWith(exponentials[e])),
  "selu": ({ exponential: e }) =>
    e === "simd" ? new layers.Selu() : new layers.Activation("Selu", seluWith(exponentials[e])),
  "hard-swish": () => new layers.HardSwish(),
  "relu": () => new layers.Relu(),
  "sigmoid": () => new layers.Sigmoid(),
  "gelu": () => new layers.Gelu(),
  "silu": () => new layers.Silu(),
  "elu": () => new layers.Elu(),
  "softplus": () => new layers.Softplus(),
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

const initializers: Record<InitName, (configuration: RunConfiguration) => layers.Initializer> = {
  "normal": ({ initStd }) => layers.normal(initStd),
  "lecun": layers.lecun,
  "xavier": layers.xavier,
  "he": layers.he,
};

/** What an optimizer is made of; its learning rate may be a schedule. */
type OptimizerSettings =
  & Pick<RunConfiguration, "momentum" | "weightDecay">
  & { readonly learningRate: number | Schedule };

const optimizers: Record<
  OptimizerName,
  (parameters: Parameter[], settings: OptimizerSettings) => Optimizer
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
 * @param dtype The precision: float32 unless given.
 */
export function makeModel(
  configuration: RunConfiguration,
  inputs: number,
  classes: number,
  random: Random,
  { watch = false, dtype }: { watch?: boolean; dtype?: DType } = {},
): layers.Sequential {
  const { hidden, activation } = configuration;
  const init = initializers[configuration.init](configuration);
  const modules: Layer[] = [];
  let width = inputs;
  const linear = (units: number, number: number) => {
    modules.push(new layers.Linear(width, units, { init, random, dtype }));
    if (watch) modules.push(new Probe(`linear ${number}`));
    width = units;
  };
  hidden.forEach((units, i) => {
    linear(units, i + 1);
    modules.push(activations[activation.length === 1 ? activation[0] : activation[i]](configuration));
  });
  linear(classes, hidden.length + 1);
  return new layers.Sequential(...modules);
}

export function makeLoss(configuration: RunConfiguration): Loss {
  return losses[configuration.loss](configuration);
}

/** @param learningRate That of the configuration unless given. */
export function makeOptimizer(
  configuration: RunConfiguration,
  parameters: Parameter[],
  learningRate: number | Schedule = configuration.learningRate,
): Optimizer {
  return optimizers[configuration.optimizer](parameters, { ...configuration, learningRate });
}
