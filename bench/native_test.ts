/** An epoch of training in WebAssembly and with native kernels must end in the same weights, byte for byte. */
import { type Loss, Random } from "@chainrule/core";
import { NativeError, useNative } from "@chainrule/core/native";
import { type Augmentation, batches, type Dataset } from "@chainrule/data";
import { Linear, normal, Selu, Sequential, Tanh } from "@chainrule/layers";
import { HingeLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Adam, type Optimizer, Sgd } from "@chainrule/optim";
import { assert, assertEquals } from "@std/assert";
import type { Parameter } from "@chainrule/core";
import { relaxed } from "../core/kernels/wasm.ts";
import { openDataset } from "./peers/prepare.ts";

/** Whether native kernels were compiled and may be loaded, and WebAssembly rounds as they do. */
function available(): boolean {
  try {
    useNative().stop();
    return relaxed;
  } catch (error) {
    if (!(error instanceof NativeError)) throw error;
    return false;
  }
}

/** What is trained: two hidden layers, so that the first layer, wide products and their gradients all take part. */
function network(random: Random): Sequential {
  const linear = (inputs: number, outputs: number) =>
    new Linear(inputs, outputs, { init: normal(0.05), random });
  return new Sequential(linear(784, 128), new Tanh(), linear(128, 70), new Selu(), linear(70, 10));
}

interface Training {
  scale: "unit" | "centered";
  augment?: Augmentation;
  loss(): Loss;
  optimizer(parameters: Parameter[]): Optimizer;
}

/** Trains an epoch. Returns the losses of all batches, and the bits of all weights. */
function train(dataset: Dataset, { scale, augment, loss: makeLoss, optimizer: make }: Training) {
  const random = new Random(3),
    model = network(random),
    loss = makeLoss(),
    optimizer = make(model.parameters());
  const losses: number[] = [];
  for (const { inputs, targets } of batches(dataset, { random, scale, augment })) {
    losses.push(loss.forward(model.forward(inputs), targets));
    model.backward(loss.backward());
    optimizer.step();
  }
  return {
    losses,
    weights: model.parameters().map(({ value }) => new Uint32Array(Float32Array.from(value.data).buffer)),
  };
}

const trainings: Record<string, Training> = {
  "cross-entropy, SGD": {
    scale: "unit",
    loss: () => new SoftmaxCrossEntropyLoss(),
    optimizer: (parameters) => new Sgd(parameters, { learningRate: 0.05, momentum: 0.9, weightDecay: 1e-5 }),
  },
  "distorted images, SGD": {
    scale: "unit",
    augment: { shift: 1, rotation: 8 },
    loss: () => new SoftmaxCrossEntropyLoss(),
    optimizer: (parameters) => new Sgd(parameters, { learningRate: 0.05, momentum: 0.9 }),
  },
  "hinge, Adam": {
    scale: "centered",
    loss: () => new HingeLoss(),
    optimizer: (parameters) => new Adam(parameters, { learningRate: 1e-3 }),
  },
};

for (const [name, training] of Object.entries(trainings)) {
  Deno.test({
    name: `native: an epoch with ${name} ends in the same weights as in WebAssembly`,
    ignore: !available(),
    async fn() {
      const dataset = await openDataset("auto"), wanted = train(dataset, training);
      using _native = useNative();
      const found = train(dataset, training);
      assertEquals(found.losses, wanted.losses);
      assert(wanted.losses.at(-1)! < wanted.losses[0] / 2, "it learns");
      assertEquals(found.weights, wanted.weights);
    },
  });
}
