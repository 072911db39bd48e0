/** A batch of 100 images of 784 pixels: from bytes to tensors. */
import { Random } from "@chainrule/core";
import { KINDS } from "./kinds.ts";
import { endlessBatches } from "./training_step.ts";

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
