/** The tables of a study that can't be made of others, as `../FILES.md` describes them.
 * @module
 */
import { type ActivationName, ACTIVATIONS, LOSSES, OPTIMIZERS } from "../study/configuration.ts";
import { EXPONENTIALS, INITS, SCALES, SOFTMAXES } from "../study/configuration.ts";
import {
  any,
  count,
  finite,
  fraction,
  oneOf,
  optional,
  ordinal,
  parsed,
  positive,
  type RowOf,
  text,
} from "./read_table.ts";

const hidden = parsed("widths such as 256-128, or none", (cell) => {
  if (cell === "none") return [];
  return /^[1-9]\d*(-[1-9]\d*)*$/.test(cell) ? cell.split("-").map(Number) : undefined;
});

/** Names are told apart though some have a hyphen in them. */
const activation = parsed("activations such as tanh-selu, or none", (cell): ActivationName[] | undefined => {
  const names: ActivationName[] = [];
  for (let rest = cell === "none" ? "" : cell; rest !== "";) {
    const name = ACTIVATIONS.find((name) => rest === name || rest.startsWith(name + "-"));
    if (name === undefined) return undefined;
    names.push(name);
    rest = rest.slice(name.length + 1);
  }
  return names;
});

/** The settings that tables show, by their columns. */
const SETTINGS = {
  hidden,
  activation,
  loss: oneOf(...LOSSES),
  seed: count,
  optimizer: oneOf(...OPTIMIZERS),
  learning_rate: positive,
  weight_decay: positive,
  momentum: optional(positive),
  batch_size: ordinal,
};

/** The tables, by the names of their files. */
export const FORMATS = {
  "epochs.csv": {
    run: text,
    epoch: ordinal,
    train_loss: finite,
    train_accuracy: fraction,
    test_loss: finite,
    test_accuracy: fraction,
    seconds: positive,
  },
  "runs.csv": {
    run: text,
    dataset: text,
    ...SETTINGS,
    epochs: ordinal,
    status: oneOf("finished", "diverged", "stopped"),
    parameters: count,
    train_loss_final: optional(finite),
    train_accuracy_final: optional(fraction),
    test_loss_final: optional(finite),
    test_accuracy_final: optional(fraction),
    train_seconds: positive,
  },
  "iterations.csv": {
    run: text,
    epoch: ordinal,
    iteration: ordinal,
    batch_loss: any,
    batch_accuracy: fraction,
  },
  "divergences.csv": { run: text, epoch: ordinal, iteration: ordinal, layer: text, what: text },
  "trials.csv": {
    trial: text,
    rank: ordinal,
    status: oneOf("finished", "diverged", "stopped", "failed", "interrupted", "running"),
    rung: optional(ordinal),
    epochs: count,
    validation_accuracy: optional(fraction),
    validation_loss: optional(finite),
    train_accuracy: optional(fraction),
    train_loss: optional(finite),
    parameters: count,
    ...SETTINGS,
    margin: finite,
    alpha: finite,
    gamma: finite,
    init: oneOf(...INITS),
    init_std: positive,
    clip_norm: positive,
    exponential: oneOf(...EXPONENTIALS),
    softmax: oneOf(...SOFTMAXES),
    scale: oneOf(...SCALES),
    train_seconds: positive,
  },
  "pre_activations.csv": {
    run: text,
    epoch: ordinal,
    iteration: ordinal,
    layer: text,
    mean: any,
    maximum: any,
    gradient_norm: optional(any),
    lowest: any,
    highest: any,
    row_range: any,
  },
  "softmax.csv": {
    method: oneOf("plain", "shifted"),
    shift: finite,
    largest_logit: finite,
    smallest_logit: finite,
    sum: any,
    largest_probability: any,
    maximum_error: any,
    status: oneOf("ok", "inaccurate", "overflow", "underflow"),
  },
  "functions.csv": {
    place: text,
    exponential: oneOf(...EXPONENTIALS),
    low: finite,
    high: finite,
    maximum_error: any,
    forward_ns: positive,
    backward_ns: optional(positive),
  },
} as const;

/** The file of one of these tables. */
export type TableFile = keyof typeof FORMATS;

/** A table as far as it could be read. */
export interface ReadTable<F extends TableFile> {
  readonly rows: readonly RowOf<typeof FORMATS[F]>[];
  /** Whether nothing of it was left out. */
  readonly whole: boolean;
}

/** The tables that there are. */
export type ReadTables = { readonly [F in TableFile]?: ReadTable<F> };
