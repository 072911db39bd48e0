/** Whole steps of training, on digits drawn by code.
 * @module
 */
import { type Layer, type Loss, Random } from "@chainrule/core";
import { type Batch, batches, type BatchesOptions, type Dataset, syntheticDigits } from "@chainrule/data";
import { Linear, Sequential } from "@chainrule/layers";
import { Sgd } from "@chainrule/optim";
import { FAST, type Kind } from "./kinds.ts";
import { ACTIVATIONS, LOSSES, named } from "./subjects.ts";

/** The digits, 10,000 of them: as much background as MNIST has. */
export const digits: Dataset = syntheticDigits({ train: 10_000, test: 1 }).train;

/** A function that hands out shuffled batches, epoch after epoch. */
export function endlessBatches(options: BatchesOptions = {}): () => Batch {
  const epoch = batches(digits, { random: new Random(1), ...options });
  let iterator = epoch[Symbol.iterator]();
  return () => {
    let { done, value } = iterator.next();
    if (done) ({ value } = (iterator = epoch[Symbol.iterator]()).next());
    return value;
  };
}

/** What is trained, and how. */
export interface StepOptions {
  /** The sizes from the pixels to the classes: 784-128-10 unless given. */
  sizes?: readonly number[];
  /** Between the linear layers: Tanh unless given. */
  activation?: () => Layer;
  /** Softmax cross-entropy unless given. */
  loss?: () => Loss;
  /** 100 unless given. */
  batchSize?: number;
  /** WebAssembly unless given. */
  kind?: Kind;
}

/** A function that trains a network by one step: batch, forward, loss, backward, SGD with momentum. */
export function trainingStep(options: StepOptions = {}): () => void {
  const { sizes = [784, 128, 10], batchSize = 100, kind = FAST[0] } = options;
  const { dtype, select } = kind;
  const activation = options.activation ?? named(ACTIVATIONS, "Tanh").make;
  const loss = (options.loss ?? named(LOSSES, "SoftmaxCrossEntropyLoss").make)();
  const random = new Random(1);
  const model = new Sequential(
    ...sizes.slice(1).flatMap((size, i) => {
      const linear = new Linear(sizes[i], size, { random, dtype });
      return i + 2 < sizes.length ? [linear, activation()] : [linear];
    }),
  );
  const settings = { learningRate: 1e-3, momentum: 0.9, weightDecay: 1e-5 };
  const optimizer = new Sgd(model.parameters(), settings);
  const nextBatch = endlessBatches({ batchSize, dtype });
  return () => {
    select();
    const { inputs, targets } = nextBatch();
    loss.forward(model.forward(inputs), targets);
    model.backward(loss.backward());
    optimizer.step();
  };
}
