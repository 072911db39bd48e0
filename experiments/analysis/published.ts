/** The figures of the coursework report that the studies follow.
 * @module
 */
import { type ActivationName, isNamed, type LossName } from "../study/choices.ts";
import { laterSettings, type RunConfiguration } from "../study/configuration.ts";
import { columnName, settingText } from "../study/run_names.ts";
import { formatSetting, plural } from "../study/format.ts";

export interface PublishedFigures {
  /** A fraction. The report calls it test accuracy. */
  readonly accuracy: number;
  readonly loss: number;
  /** The time of the whole run, on the machine of the report, where it says so. */
  readonly seconds?: number;
}

/** Network `784-128-10`, tanh, 100 epochs on MNIST. */
const PUBLISHED_LOSSES: Readonly<Partial<Record<LossName, PublishedFigures>>> = {
  "kl-div": { accuracy: 0.9649, loss: 0.1292, seconds: 152.64 },
  "softmax-cross-entropy": { accuracy: 0.9655, loss: 0.1260, seconds: 157.95 },
  "hinge": { accuracy: 0.9881, loss: 0.2411, seconds: 165.79 },
  "focal": { accuracy: 0.9051, loss: 0.0179, seconds: 192.68 },
};

/** Network `784-128-10`, hinge, 100 epochs on MNIST. The report trained tanh a second time here. */
export const PUBLISHED_ACTIVATIONS: Readonly<Partial<Record<ActivationName, PublishedFigures>>> = {
  "selu": { accuracy: 0.9886, loss: 0.2334, seconds: 164.57 },
  "hard-swish": { accuracy: 0.9746, loss: 0.2168, seconds: 160.13 },
  "tanh": { accuracy: 0.9897, loss: 0.2434, seconds: 165.79 },
};

/** The AlexNet-inspired network `784-512-256-128-10` with tanh, selu, tanh; of its time the report says nothing. */
const PUBLISHED_ALEXNET: PublishedFigures = { accuracy: 0.97273, loss: 0.13155 };

function isAlexnet({ hidden, activation, loss }: RunConfiguration): boolean {
  return hidden.join() === "512,256,128" && activation.join() === "tanh,selu,tanh" &&
    loss === "softmax-cross-entropy";
}

/** What the figures are for besides network, activation, loss and optimizer. */
const OWN = { epochs: 100, batchSize: 100, initStd: 0.01 },
  OF_ALEXNET = {
    epochs: 50,
    batchSize: 64,
    initStd: 0.005,
  };

/**
 * The report's figures for the network, activation, loss and optimizer of a run, if it has any. It has none for data that nobody has
 * published.
 */
export function publishedFigures(configuration: RunConfiguration): PublishedFigures | undefined {
  const { dataset, hidden, activation, loss, optimizer, alpha, gamma } = configuration;
  const { clipNorm, init, exponential, softmax } = configuration;
  if (!isNamed(dataset) || optimizer !== "sgd") return undefined;
  if (loss === "focal" && (alpha !== 0.1 || gamma !== 2)) return undefined;
  if (clipNorm > 0 || init !== "normal" || exponential !== "simd" || softmax !== "shifted") return undefined;
  if (isAlexnet(configuration)) return PUBLISHED_ALEXNET;
  if (hidden.join() !== "128") return undefined;
  if (activation[0] === "tanh") return PUBLISHED_LOSSES[loss];
  return loss === "hinge" ? PUBLISHED_ACTIVATIONS[activation[0]] : undefined;
}

/** How a run differs from what the report's figures are for, besides the learning rate and weight decay. */
export function differences(configuration: RunConfiguration): string[] {
  const { dataset, augment, epochs, batchSize, momentum, initStd } = configuration;
  const own = isAlexnet(configuration) ? OF_ALEXNET : OWN, found: string[] = [];
  if (dataset !== "mnist") found.push(`dataset ${dataset}`);
  if (augment !== "none") found.push(`augmented by ${augment}`);
  if (epochs !== own.epochs) found.push(plural(epochs, "epoch"));
  if (batchSize !== own.batchSize) found.push(`batch size ${batchSize}`);
  if (momentum !== 0.9) found.push(`momentum ${formatSetting(momentum)}`);
  for (const key of laterSettings([configuration])) {
    found.push(`${columnName(key).replaceAll("_", " ")} ${settingText(key, configuration)}`);
  }
  if (initStd !== own.initStd) found.push(`initial std ${formatSetting(initStd)}`);
  return found;
}
