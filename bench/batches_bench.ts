/** A batch of 100 images of 784 pixels: from bytes to tensors. */
import { Random } from "@chainrule/core";
import { ABOUT_DTYPES, DTYPES } from "./samples.ts";
import { endlessBatches } from "./training_step.ts";

const SCALES = ["unit", "centered", "raw"] as const;

for (const dtype of DTYPES) {
  for (const [order, random] of Object.entries({ "in order": undefined, "shuffled": new Random(1) })) {
    const nextBatch = endlessBatches({ dtype, random });
    Deno.bench({
      name: `batch of 100 ${order} ${dtype}`,
      group: `batch of 100 images ${order}, x/255 (${ABOUT_DTYPES})`,
      baseline: dtype === "float64",
      fn: () => void nextBatch(),
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
