/** What programs keep of a run, as it must be to be believed. All of it is sealed: what is otherwise was written by nobody's run.
 * @module
 */
import * as v from "valibot";
import type { RunConfiguration } from "../study/configuration.ts";
import type { RunRecord } from "../study/run_record.ts";
import {
  count,
  finite,
  fraction,
  number,
  object,
  ordinal,
  positive,
  runConfiguration,
  text,
} from "./schemas.ts";

/** A name that the code gives to a place in a network: `gradient of weight`. */
const place = v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,100}$/));

const EPOCH = v.object({
  type: v.literal("epoch"),
  epoch: ordinal,
  trainLoss: finite,
  trainAccuracy: fraction,
  heldOutLoss: finite,
  heldOutAccuracy: fraction,
  validationLoss: v.optional(finite),
  validationAccuracy: v.optional(fraction),
  seconds: positive,
});

const STEP = v.object({
  type: v.literal("step"),
  epoch: ordinal,
  iteration: ordinal,
  images: ordinal,
  loss: number,
  accuracy: fraction,
});

const LAYER = v.object({
  layer: place,
  mean: number,
  maximum: number,
  lowest: number,
  highest: number,
  rowRange: number,
});

const WATCHED = v.object({
  epoch: ordinal,
  iteration: ordinal,
  gradientNorm: v.optional(number),
  layers: v.array(LAYER),
});

const HISTOGRAM = v.object({
  layer: place,
  what: v.picklist(["weight", "gradient", "output"]),
  low: number,
  high: number,
  counts: v.array(count),
});

const HISTOGRAMS = v.array(v.object({ epoch: ordinal, histograms: v.array(HISTOGRAM) }));

const SEEN = { image: count, label: count, answer: count, confidence: fraction, pixels: v.array(count) };

const INSPECTION = v.object({
  dataset: text,
  rows: ordinal,
  columns: ordinal,
  images: ordinal,
  loss: finite,
  accuracy: fraction,
  calibrationError: fraction,
  classes: v.array(text),
  confusion: v.array(v.array(count)),
  calibration: v.array(v.object({
    low: fraction,
    high: fraction,
    images: count,
    confidence: v.optional(fraction),
    accuracy: v.optional(fraction),
  })),
  mistakes: v.array(v.object(SEEN)),
  firstLayer: v.array(v.object({ unit: count, weights: v.array(number) })),
  inputGradients: v.array(v.object({ ...SEEN, gradient: v.array(number) })),
  histograms: v.array(HISTOGRAM),
});

/** What lies in a file beside it; earlier versions had all of them here. */
const STEPS = v.union([
  v.object({ count, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  v.pipe(
    v.array(STEP),
    v.check((steps) => steps.every((step, i) => i === 0 || step.iteration > steps[i - 1].iteration)),
  ),
]);

export type SealedSteps = v.InferOutput<typeof STEPS>;

/** What has been measured so far. */
const MEASURED = {
  parameters: count,
  epochs: v.array(EPOCH),
  steps: STEPS,
  histograms: v.optional(HISTOGRAMS),
  origins: v.optional(
    v.array(
      v.object({ deno: v.optional(text), processor: text, kernels: v.picklist(["relaxed", "strict"]) }),
    ),
  ),
};

/** `record.json`: a run that has ended. */
export const SEALED_RECORD = v.object({
  id: v.string(),
  ...MEASURED,
  watched: v.optional(v.array(WATCHED)),
  inspection: v.optional(INSPECTION),
  status: v.picklist(["finished", "diverged", "stopped"]),
  divergedAt: v.optional(v.object({ layer: place, what: place, epoch: ordinal, iteration: ordinal })),
});

const GOING_ON = {
  ...MEASURED,
  watched: v.array(WATCHED),
  current: v.optional(v.pipe(object, v.looseObject({ steps: count, seconds: positive }))),
};

/** What a checkpoint holds besides tensors: a run that is going on. */
export const SEALED_STATE = v.object({ id: v.string(), ...GOING_ON });

const sha256 = v.pipe(v.string("a SHA-256"), v.regex(/^[0-9a-f]{64}$/, "a SHA-256"));

/** The same where the file is all that there is: it says itself what it is of. */
export const START_STATE = v.object({
  ...GOING_ON,
  configuration: runConfiguration,
  dataset: v.object({ checksum: sha256, train: ordinal, test: count }, "what its images are"),
  code: text,
}, "a run");

/** Whether what was measured can be of a run with that configuration: its epochs are there one by one, and no more than it has. */
export function canBeOf(
  { epochs: most, patience }: RunConfiguration,
  { epochs, status }: Pick<RunRecord, "epochs"> & Partial<Pick<RunRecord, "status">>,
): boolean {
  return epochs.every(({ epoch }, i) => epoch === i + 1) &&
    (status === "finished" && patience === 0 ? epochs.length === most : epochs.length <= most);
}
