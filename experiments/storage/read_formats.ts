/** The tables of a study that can't be made of others, as `../FILES.md` describes them.
 * @module
 */
import {
  type ActivationName,
  ACTIVATIONS,
  DATASETS,
  EXPONENTIALS,
  INITS,
  LOSSES,
  OPTIMIZERS,
  SCALES,
  SOFTMAXES,
} from "../study/configuration.ts";
import * as is from "./read_table.ts";
import type { RowOf } from "./read_table.ts";

const hidden = is.parsed("widths such as 256-128, or none", (cell) => {
  if (cell === "none") return [];
  return /^[1-9]\d*(-[1-9]\d*)*$/.test(cell) ? cell.split("-").map(Number) : undefined;
});

/** Names are told apart though some have a hyphen in them. */
const activation = is.parsed(
  "activations such as tanh-selu, or none",
  (cell): ActivationName[] | undefined => {
    const names: ActivationName[] = [];
    for (let rest = cell === "none" ? "" : cell; rest !== "";) {
      const name = ACTIVATIONS.find((name) => rest === name || rest.startsWith(name + "-"));
      if (name === undefined) return undefined;
      names.push(name);
      rest = rest.slice(name.length + 1);
    }
    return names;
  },
);

/** The settings that tables show, by their columns. */
const SETTINGS = {
  hidden,
  activation,
  loss: is.oneOf(...LOSSES),
  seed: is.count,
  optimizer: is.oneOf(...OPTIMIZERS),
  learning_rate: is.positive,
  weight_decay: is.positive,
  momentum: is.optional(is.positive),
  batch_size: is.ordinal,
};

/** The tables, by the names of their files. */
export const FORMATS = {
  "epochs.csv": {
    run: is.text,
    epoch: is.ordinal,
    train_loss: is.finite,
    train_accuracy: is.fraction,
    test_loss: is.finite,
    test_accuracy: is.fraction,
    seconds: is.positive,
  },
  "runs.csv": {
    run: is.text,
    dataset: is.oneOf(...DATASETS),
    ...SETTINGS,
    epochs: is.ordinal,
    status: is.oneOf("finished", "diverged", "stopped"),
    parameters: is.count,
    train_loss_final: is.optional(is.finite),
    train_accuracy_final: is.optional(is.fraction),
    test_loss_final: is.optional(is.finite),
    test_accuracy_final: is.optional(is.fraction),
    train_seconds: is.positive,
  },
  "iterations.csv": {
    run: is.text,
    epoch: is.ordinal,
    iteration: is.ordinal,
    batch_loss: is.any,
    batch_accuracy: is.fraction,
  },
  "divergences.csv": {
    run: is.text,
    epoch: is.ordinal,
    iteration: is.ordinal,
    layer: is.text,
    what: is.text,
  },
  "trials.csv": {
    trial: is.text,
    rank: is.ordinal,
    status: is.oneOf("finished", "diverged", "stopped", "failed", "interrupted", "running"),
    rung: is.optional(is.ordinal),
    epochs: is.count,
    validation_accuracy: is.optional(is.fraction),
    validation_loss: is.optional(is.finite),
    train_accuracy: is.optional(is.fraction),
    train_loss: is.optional(is.finite),
    parameters: is.count,
    ...SETTINGS,
    margin: is.finite,
    alpha: is.finite,
    gamma: is.finite,
    init: is.oneOf(...INITS),
    init_std: is.positive,
    clip_norm: is.positive,
    exponential: is.oneOf(...EXPONENTIALS),
    softmax: is.oneOf(...SOFTMAXES),
    scale: is.oneOf(...SCALES),
    train_seconds: is.positive,
  },
  "pre_activations.csv": {
    run: is.text,
    epoch: is.ordinal,
    iteration: is.ordinal,
    layer: is.text,
    mean: is.any,
    maximum: is.any,
    gradient_norm: is.optional(is.any),
    lowest: is.any,
    highest: is.any,
    row_range: is.any,
  },
  "softmax.csv": {
    method: is.oneOf("plain", "shifted"),
    shift: is.finite,
    largest_logit: is.finite,
    smallest_logit: is.finite,
    sum: is.any,
    largest_probability: is.any,
    maximum_error: is.any,
    status: is.oneOf("ok", "inaccurate", "overflow", "underflow"),
  },
  "functions.csv": {
    place: is.text,
    exponential: is.oneOf(...EXPONENTIALS),
    low: is.finite,
    high: is.finite,
    maximum_error: is.any,
    forward_ns: is.positive,
    backward_ns: is.optional(is.positive),
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
