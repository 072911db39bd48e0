/** Whole steps of training on a batch of 100: batch, forward, loss, backward, SGD with momentum. */
import { FAST, KINDS } from "./kinds.ts";
import { ACTIVATIONS, LOSSES } from "./subjects.ts";
import { trainingStep } from "./training_step.ts";

/** The networks that `deno task bench:peers` compares too. */
const NETWORKS = [[784, 128, 10], [784, 512, 512, 10], [784, 512, 256, 128, 10]];

for (const kind of KINDS) {
  Deno.bench({
    name: `step ${kind.name}`,
    group: "training step, 784-128-10, Tanh, softmax cross-entropy",
    baseline: kind.name === "plain",
    fn: trainingStep({ kind }),
  });
}

for (const { name, make } of ACTIVATIONS) {
  Deno.bench({
    name: `step with ${name}`,
    group: "training step by activation, 784-128-10, softmax cross-entropy",
    baseline: name === "HardSwish",
    fn: trainingStep({ activation: make }),
  });
}

for (const { name, make } of LOSSES) {
  Deno.bench({
    name: `step with ${name}`,
    group: "training step by loss, 784-128-10, Tanh",
    baseline: name === "HingeLoss",
    fn: trainingStep({ loss: make }),
  });
}

for (const [i, sizes] of NETWORKS.entries()) {
  for (const kind of FAST) {
    Deno.bench({
      name: `step of ${sizes.join("-")} ${kind.name}`,
      group: `training step by network, Tanh, softmax cross-entropy, ${kind.name}`,
      baseline: i === 0,
      fn: trainingStep({ sizes, kind }),
    });
  }
}
