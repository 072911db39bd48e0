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
