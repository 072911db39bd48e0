/** Whole steps of training on a batch of 100: batch, forward, loss, backward, SGD with momentum. */
import { ABOUT_DTYPES, DTYPES } from "./samples.ts";
import { ACTIVATIONS, LOSSES } from "./subjects.ts";
import { trainingStep } from "./training_step.ts";

/** The networks that `deno task bench:peers` compares too. */
const NETWORKS = [[784, 128, 10], [784, 512, 512, 10], [784, 512, 256, 128, 10]];

for (const dtype of DTYPES) {
  Deno.bench({
    name: `step ${dtype}`,
    group: `training step, 784-128-10, Tanh, softmax cross-entropy (${ABOUT_DTYPES})`,
    baseline: dtype === "float64",
    fn: trainingStep({ dtype }),
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
  Deno.bench({
    name: `step of ${sizes.join("-")}`,
    group: "training step by network, Tanh, softmax cross-entropy",
    baseline: i === 0,
    fn: trainingStep({ sizes }),
  });
}
