/** How a step of training grows with the batch, the width and the depth. */
import { FAST } from "./kinds.ts";
import { ACTIVATIONS, LOSSES, named } from "./subjects.ts";
import { trainingStep } from "./training_step.ts";

const BATCH_SIZES = [10, 32, 100, 316, 1000];
const WIDTHS = [32, 64, 128, 256, 512, 1024];

/** The networks of the study of depth: by the number of their linear layers. */
const DEPTHS: Record<number, number[]> = {
  1: [784, 10],
  2: [784, 245, 10],
  4: [784, 245, 137, 77, 10],
  8: [784, 438, 245, 183, 137, 77, 43, 24, 10],
  16: [784, 586, 438, 328, 245, 227, 183, 137, 102, 77, 57, 43, 32, 24, 18, 13, 10],
};

for (const kind of FAST) {
  for (const batchSize of BATCH_SIZES) {
    Deno.bench({
      name: `step on ${batchSize} images ${kind.name}`,
      group: `training step by batch size, 784-128-10, ${kind.name}`,
      baseline: batchSize === 100,
      fn: trainingStep({ batchSize, kind }),
    });
  }

  for (const width of WIDTHS) {
    Deno.bench({
      name: `step of 784-${width}-10 ${kind.name}`,
      group: `training step by width, batch of 100, ${kind.name}`,
      baseline: width === 128,
      fn: trainingStep({ sizes: [784, width, 10], kind }),
    });
  }

  for (const [depth, sizes] of Object.entries(DEPTHS)) {
    const activation = named(ACTIVATIONS, "HardSwish").make, loss = named(LOSSES, "HingeLoss").make;
    Deno.bench({
      name: `step of ${depth} linear layer${depth === "1" ? "" : "s"} ${kind.name}`,
      group: `training step by depth, batch of 100, HardSwish, hinge, ${kind.name}`,
      baseline: depth === "1",
      fn: trainingStep({ sizes, activation, loss, kind }),
    });
  }
}
