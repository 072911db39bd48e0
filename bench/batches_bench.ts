/** A batch of 100 images of 784 pixels: from bytes to tensors. */
import { Random } from "@chainrule/core";
import { KINDS } from "./kinds.ts";
import { endlessBatches, trainingStep } from "./training_step.ts";

const SCALES = ["unit", "centered", "raw"] as const;

for (const { name: kind, dtype, select } of KINDS) {
  for (const [order, random] of Object.entries({ "in order": undefined, "shuffled": new Random(1) })) {
    const nextBatch = endlessBatches({ dtype, random });
    Deno.bench({
      name: `batch of 100 ${order} ${kind}`,
      group: `batch of 100 images ${order}, x/255`,
      baseline: kind === "plain",
      fn() {
        select();
        nextBatch();
      },
    });
  }
}

for (const scale of SCALES) {
  const nextBatch = endlessBatches({ scale }), group = "batch of 100 images shuffled, by scale";
  Deno.bench({ name: `batch of 100 ${scale}`, group, fn: () => void nextBatch() });
  Deno.bench({
    name: `batch of 100 ${scale}, and its data read`,
    group,
    fn: () => void nextBatch().inputs.data,
  });
}

// Beside a step of training: to distort images should take no longer.
const DISTORTIONS = {
  "not distorted": undefined,
  "shifted, turned and scaled": { shift: 2, rotation: 10, scale: 0.1 },
  "bent as well": { shift: 2, rotation: 10, scale: 0.1, elastic: 34 },
};

const group = "batch of 100 images shuffled, distorted";
Deno.bench({ name: "a step of training, with its batch", group, baseline: true, fn: trainingStep() });
for (const [how, augment] of Object.entries(DISTORTIONS)) {
  const nextBatch = endlessBatches({ random: new Random(1), augment });
  Deno.bench({ name: `batch of 100 ${how}`, group, fn: () => void nextBatch() });
}
