/** One run.
 * @module
 */
import { type Loss, Random } from "@chainrule/core";
import { batches, type Dataset } from "@chainrule/data";
import type { Sequential } from "@chainrule/layers";
import type { Optimizer } from "@chainrule/optim";
import type { RunConfiguration } from "./configuration.ts";
import { evaluate } from "./evaluate.ts";
import { countCorrect, Mean } from "./metrics.ts";
import { makeLoss, makeModel, makeOptimizer } from "./model.ts";

/** All that takes part in a run and changes during it. */
export interface Training {
  /** What is trained. */
  readonly configuration: RunConfiguration;
  /** The images to learn from, and those to be tested on. */
  readonly data: { readonly train: Dataset; readonly test: Dataset };
  /** The network, whose parameters are learned. */
  readonly model: Sequential;
  /** What is made small. */
  readonly loss: Loss;
  /** What makes it small. */
  readonly optimizer: Optimizer;
  /** Where the order of the images comes from. */
  readonly random: Random;
  /** The epochs that are done. */
  readonly epochs: EpochMeasures[];
}

/** What was measured in one step, before the parameters changed. */
export interface StepMeasures {
  readonly type: "step";
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The step within the run, from 1: it goes on counting from epoch to epoch. */
  readonly iteration: number;
  /** How many images the batch had. */
  readonly images: number;
  /** The mean loss of the batch. */
  readonly loss: number;
  /** The fraction of the batch that was right. */
  readonly accuracy: number;
}

/** What was measured in one epoch. */
export interface EpochMeasures {
  readonly type: "epoch";
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The mean over the epoch's batches, each measured before its step, while the parameters were changing. */
  readonly trainLoss: number;
  /** The fraction of the training images that were right, likewise. */
  readonly trainAccuracy: number;
  /** The mean loss over the whole test set after the epoch. */
  readonly testLoss: number;
  /** The fraction of the test set that was right after the epoch. */
  readonly testAccuracy: number;
  /** The seconds that the epoch's steps took; evaluation, and whatever else goes on between steps, is not in it. */
  readonly seconds: number;
}

/** How a run ended: `diverged` if a loss was not a finite number. */
export type Outcome =
  | { readonly status: "finished" }
  | { readonly status: "diverged"; readonly epoch: number; readonly iteration: number };

/**
 * Sets up a run: the network with its first weights, the loss and the optimizer.
 *
 * The order of the images depends on the seed alone, so networks of different shapes see them in the same order.
 */
export function prepare(configuration: RunConfiguration, data: Training["data"]): Training {
  const random = new Random(configuration.seed);
  const { rows, columns, classes } = data.train;
  const model = makeModel(configuration, rows * columns, classes, random.fork());
  const loss = makeLoss(configuration);
  const optimizer = makeOptimizer(configuration, model.parameters());
  return { configuration, data, model, loss, optimizer, random, epochs: [] };
}

/**
 * Trains for the epochs that are not done yet. It stops after each step and each epoch and hands out what was measured;
 * whoever asks for the next decides about logs, pauses and whether to go on.
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
 *   if (measures.type === "epoch") assert(measures.testAccuracy >= 0);
 * }
 * assert(training.epochs[1].trainLoss < training.epochs[0].trainLoss);
 * ```
 */
export function* train(training: Training): Generator<StepMeasures | EpochMeasures, Outcome, void> {
  const { configuration, data, model, loss, optimizer, random, epochs } = training;
  const { batchSize, scale } = configuration;
  const shuffled = batches(data.train, { batchSize, scale, random });
  const stepsPerEpoch = Math.ceil(data.train.count / batchSize);

  while (epochs.length < configuration.epochs) {
    const epoch = epochs.length + 1;
    let iteration = (epoch - 1) * stepsPerEpoch;
    const mean = new Mean();
    const clock = new Clock();
    for (const { inputs, targets, labels } of shuffled) {
      iteration++;
      const logits = model.forward(inputs);
      const value = loss.forward(logits, targets);
      if (!Number.isFinite(value)) return { status: "diverged", epoch, iteration };
      const correct = countCorrect(logits, labels), images = labels.length;
      model.backward(loss.backward());
      optimizer.step();

      mean.add(value, correct, images);
      clock.stop();
      yield { type: "step", epoch, iteration, images, loss: value, accuracy: correct / images };
      clock.go();
    }
    clock.stop();
    const test = evaluate(model, loss, data.test, configuration);
    if (!Number.isFinite(test.loss)) return { status: "diverged", epoch, iteration };
    const measures: EpochMeasures = {
      type: "epoch",
      epoch,
      trainLoss: mean.loss,
      trainAccuracy: mean.accuracy,
      testLoss: test.loss,
      testAccuracy: test.accuracy,
      seconds: clock.seconds,
    };
    epochs.push(measures);
    yield measures;
  }
  return { status: "finished" };
}

/** A stop watch. It is going when it is made. */
class Clock {
  #started = performance.now();
  #milliseconds = 0;

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
