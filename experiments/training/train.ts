import { type Loss, Random, type RandomState, Tensor } from "@chainrule/core";
import { batches, type Dataset } from "@chainrule/data";
import type { Sequential } from "@chainrule/layers";
import { clipGradients, Ema, gradientNorm, type Optimizer } from "@chainrule/optim";
import type { RunConfiguration } from "../study/configuration.ts";
import type { EpochHistograms, RunInspection } from "../study/inspection.ts";
import type { Divergence, Place, StepMeasures, TimedEpoch, WatchedStep } from "../study/run_record.ts";
import { parseAugmentation } from "./augmentation.ts";
import { findInGradients, findInOutputs, findInParameters } from "./divergence.ts";
import { evaluate } from "./evaluate.ts";
import { isLookedAt, sampleOf } from "./histograms.ts";
import { inspectRun, lookInto } from "./inspect_run.ts";
import { countCorrect, Mean, type MeanState } from "./metrics.ts";
import { makeLoss, makeModel, makeOptimizer } from "./model.ts";
import { isWatched, Probe } from "./probe.ts";
import { makeSchedule } from "./schedule.ts";

/** All that takes part in a run and changes during it. */
export interface Training {
  readonly configuration: RunConfiguration;
  /** The images to learn from, those to be tested on, and where others than these say when to end, those. */
  readonly data: {
    readonly train: Dataset;
    readonly test: Dataset;
    readonly validation?: Dataset;
    /** What the classes are called: `0`, `1` … unless given. */
    readonly classNames?: readonly string[];
  };
  /** The network, whose parameters are learned. */
  readonly model: Sequential;
  /** What is made small. */
  readonly loss: Loss;
  /** What makes it small. */
  readonly optimizer: Optimizer;
  /** Where the order of the images comes from. */
  readonly random: Random;
  /** The epochs that are done. */
  readonly epochs: TimedEpoch[];
  /** What was seen inside the network, if it is watched. */
  readonly watched: WatchedStep[];
  /** The images with which it is looked into the network after epochs, if it is inspected. */
  readonly sample?: Dataset;
  /** How numbers were spread there. */
  readonly histograms: EpochHistograms[];
  /** Where the epoch that is going on stands; undefined between epochs. */
  current: EpochProgress | undefined;
}

/** The part of an epoch that is done: plain data, from which it can go on. */
export interface EpochProgress extends MeanState {
  /** How many steps were taken. */
  steps: number;
  /** The seconds that they took. */
  seconds: number;
  /** What the order of the epoch's images comes from. */
  readonly order: RandomState;
}

/** How a run ended: `diverged` if a loss, a parameter or the loss of the test set was not a finite number. */
export type Outcome =
  | { readonly status: "finished"; readonly inspection?: RunInspection }
  | { readonly status: "diverged" } & Divergence;

/**
 * Sets up a run: the network with its first weights, the loss and the optimizer.
 *
 * The order of the images depends on the seed alone, so networks of different shapes see them in the same order.
 *
 * @param watch Whether to record what goes on inside the network, see {@linkcode WatchedStep}.
 * @param inspect Whether to record what it has learned, see {@linkcode RunInspection}: after some of the epochs, and at the end.
 */
export function prepare(
  configuration: RunConfiguration,
  data: Training["data"],
  { watch = false, inspect = false } = {},
): Training {
  const random = new Random(configuration.seed);
  const { rows, columns, classes, count } = data.train;
  const model = makeModel(configuration, rows * columns, classes, random.fork(), { watch });
  const loss = makeLoss(configuration, classes);
  const schedule = makeSchedule(configuration, Math.ceil(count / configuration.batchSize));
  const optimizer = makeOptimizer(configuration, model.parameters(), schedule);
  const none = { epochs: [], watched: [], histograms: [], current: undefined };
  const sample = inspect ? sampleOf(data.test) : undefined;
  return { configuration, data, model, loss, optimizer, random, sample, ...none };
}

/**
 * Trains for the epochs that are not done yet, from where they stand. It stops after each step and each epoch and hands out
 * what was measured; whoever asks for the next decides about logs, pauses and whether to go on. At each stop `training` is
 * complete: from a copy of its state it goes on to the same numbers.
 *
 * @example
 * ```ts
 * import { syntheticDigits } from "@chainrule/data";
 * import { DEFAULTS, prepare, train } from "@chainrule/experiments";
 * import { assert } from "@std/assert";
 *
 * const data = syntheticDigits({ train: 500, test: 100, seed: 1 });
 * const training = prepare({ ...DEFAULTS, epochs: 2, learningRate: 0.05 }, data);
 * for (const measures of train(training)) {
 *   if (measures.type === "epoch") assert(measures.heldOutAccuracy >= 0);
 * }
 * assert(training.epochs[1].trainLoss < training.epochs[0].trainLoss);
 * ```
 */
export function* train(training: Training): Generator<StepMeasures | TimedEpoch, Outcome, void> {
  const { configuration, data, model, loss, optimizer, random, epochs, watched, sample, histograms } =
    training;
  const { batchSize, scale, clipNorm } = configuration;
  const augment = configuration.augment === "none" ? undefined : parseAugmentation(configuration.augment);
  const parameters = model.parameters();
  const probes = model.layers.filter((layer) => layer instanceof Probe);
  const shuffled = batches(data.train, { batchSize, scale, random, augment });
  const stepsPerEpoch = Math.ceil(data.train.count / batchSize);
  const look = (epoch: number, iteration: number, gradientNorm?: number) =>
    watched.push({ epoch, iteration, gradientNorm, layers: probes.map((probe) => probe.measure()) });
  const diverged = (iteration: number, place: Place): Outcome => ({
    status: "diverged",
    epoch: Math.ceil(iteration / stepsPerEpoch),
    iteration,
    ...place,
  });

  // What is tested is the average of the parameters, if there is one.
  const exchange = () => optimizer instanceof Ema && optimizer.swap();
  let said: { logits: Tensor; loss: number } | undefined;
  while (epochs.length < configuration.epochs && !isHopeless(training)) {
    const epoch = epochs.length + 1;
    const current = training.current ??= { steps: 0, seconds: 0, order: random.state, ...new Mean().state };
    random.state = current.order;
    const rest = current.steps === 0
      ? shuffled
      : batches(data.train, { batchSize, scale, random, augment, start: current.steps });
    const mean = new Mean(current);
    const clock = new Clock(current.seconds);
    for (const batch of rest) {
      const { inputs, targets, labels } = batch;
      const iteration = (epoch - 1) * stepsPerEpoch + current.steps + 1;
      const logits = model.forward(inputs);
      const value = loss.forward(logits, targets);
      if (!Number.isFinite(value)) {
        if (probes.length > 0) look(epoch, iteration);
        const place = findInParameters(model) ?? findInOutputs(model, loss, batch);
        return diverged(iteration, place ?? { layer: "loss", what: "loss" });
      }
      const correct = countCorrect(logits, labels), images = labels.length;
      model.backward(loss.backward());
      const watching = probes.length > 0 && isWatched(iteration);
      if (clipNorm > 0 || watching) {
        const norm = clipNorm > 0 ? clipGradients(parameters, clipNorm) : gradientNorm(parameters);
        if (watching) look(epoch, iteration, norm);
        if (!Number.isFinite(norm)) return diverged(iteration, findInGradients(model)!);
      }
      if (!optimizer.step()) return diverged(iteration, findInParameters(model)!);

      mean.add(value, correct, images);
      clock.stop();
      Object.assign(current, mean.state, { steps: current.steps + 1, seconds: clock.seconds });
      yield { type: "step", epoch, iteration, images, loss: value, accuracy: correct / images };
      clock.go();
    }
    clock.stop();
    exchange();
    const logits = sample && epoch === configuration.epochs
      ? Tensor.zeros([data.test.count, data.test.classes])
      : undefined;
    const test = evaluate(model, loss, data.test, { ...configuration, logits });
    const validation = data.validation && evaluate(model, loss, data.validation, configuration);
    if (!Number.isFinite(test.loss) || validation && !Number.isFinite(validation.loss)) {
      return diverged(epoch * stepsPerEpoch, findInParameters(model) ?? findInHeldOut(training));
    }
    if (logits) said = { logits, loss: test.loss };
    if (sample && isLookedAt(epoch)) {
      histograms.push({ epoch, histograms: lookInto(model, loss, sample, configuration) });
    }
    exchange();
    const measures: TimedEpoch = {
      type: "epoch",
      epoch,
      trainLoss: mean.loss,
      trainAccuracy: mean.accuracy,
      heldOutLoss: test.loss,
      heldOutAccuracy: test.accuracy,
      ...(validation && { validationLoss: validation.loss, validationAccuracy: validation.accuracy }),
      seconds: clock.seconds,
    };
    epochs.push(measures);
    training.current = undefined;
    yield measures;
  }
  if (!sample) return { status: "finished" };
  exchange();
  const inspection = inspectRun(model, loss, data, configuration, said);
  exchange();
  return { status: "finished", inspection };
}

/** Whether the loss on the images held out was lower so many epochs ago, and not since: early stopping (L. Prechelt, 1998). */
export function isHopeless(
  { configuration: { patience }, epochs }: Pick<Training, "configuration" | "epochs">,
): boolean {
  if (patience === 0) return false;
  const loss = ({ validationLoss, heldOutLoss }: TimedEpoch) => validationLoss ?? heldOutLoss;
  let best = 0;
  epochs.forEach((epoch, i) => {
    if (loss(epoch) < loss(epochs[best])) best = i;
  });
  return epochs.length - 1 - best >= patience;
}

/** Where the test set, or what says when to end, makes a number that is not finite. */
function findInHeldOut({ model, loss, data, configuration: { batchSize, scale } }: Training): Place {
  for (const [name, images] of Object.entries({ test: data.test, validation: data.validation })) {
    for (const batch of images ? batches(images, { batchSize, scale }) : []) {
      const place = findInOutputs(model, loss, batch);
      if (place) return { layer: place.layer, what: `${name} ${place.what}` };
    }
  }
  return { layer: "loss", what: "test loss" };
}

/** A stop watch. It is going when it is made, from so many seconds. */
class Clock {
  #started = performance.now();
  #milliseconds: number;

  constructor(seconds: number) {
    this.#milliseconds = 1000 * seconds;
  }

  stop(): void {
    this.#milliseconds += performance.now() - this.#started;
  }

  go(): void {
    this.#started = performance.now();
  }

  get seconds(): number {
    return this.#milliseconds / 1000;
  }
}
