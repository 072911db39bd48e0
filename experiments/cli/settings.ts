/** The options that decide a run.
 * @module
 */
import {
  ACTIVATIONS,
  DATASETS,
  EXPONENTIALS,
  INITS,
  LOSSES,
  OPTIMIZERS,
  PRESETS,
  type RunConfiguration,
  SCALES,
  SOFTMAXES,
} from "../study/configuration.ts";
import { joined, list, number, oneOf, type Parser, parseShard, text, whole } from "./values.ts";
import { UsageError } from "../study/usage_error.ts";

/** An option of the command line. */
export interface Option<T> {
  /** What stands for its value in the help. */
  readonly value: string;
  /** What it does, for the help. */
  readonly help: string;
  /** Reads its value. */
  readonly parse: Parser<T>;
  /** Reads it where commas separate several values to compare; `parse` unless given. */
  readonly parseOne?: Parser<T>;
}

/** The options that stand for one number or name of a configuration each, by what they are called there. */
export const SETTINGS: { readonly [K in keyof RunConfiguration]: Option<RunConfiguration[K]> } = {
  epochs: { value: "N", help: "passes over the training set", parse: whole(1) },
  batchSize: { value: "N", help: "images per step", parse: whole(1) },
  learningRate: { value: "X", help: "learning rate", parse: number(0) },
  weightDecay: { value: "X", help: "weight decay", parse: number(0) },
  momentum: { value: "X", help: "momentum of sgd", parse: number(0, 1) },
  optimizer: { value: "NAME", help: OPTIMIZERS.join(", "), parse: oneOf("optimizer", OPTIMIZERS) },
  hidden: {
    value: "N,…",
    help: "widths of the hidden layers, or none",
    parse: list(whole(1, 1e5), { empty: true }),
    parseOne: joined("-", whole(1, 1e5), { empty: true }),
  },
  activation: {
    value: "NAME,…",
    help: `one for all hidden layers, or one for each: ${ACTIVATIONS.join(", ")}`,
    parse: list(oneOf("activation", ACTIVATIONS)),
    parseOne: joined("+", oneOf("activation", ACTIVATIONS)),
  },
  loss: { value: "NAME", help: LOSSES.join(", "), parse: oneOf("loss", LOSSES) },
  margin: { value: "X", help: "margin of hinge", parse: number(0) },
  alpha: { value: "X", help: "weight of each class in focal, 0 to 1", parse: number(0, 1) },
  gamma: { value: "X", help: "exponent of focal", parse: number(0) },
  init: {
    value: "NAME",
    help: `first weights: ${INITS.join(", ")}; the last three depend on the sizes of the layer`,
    parse: oneOf("init", INITS),
  },
  initStd: { value: "X", help: "standard deviation of the first weights of normal", parse: number(0) },
  clipNorm: {
    value: "X",
    help: "most that the norm of all gradients may be; 0 for no limit",
    parse: number(0),
  },
  exponential: {
    value: "NAME",
    help: `exponential of tanh, selu and softmax: ${
      EXPONENTIALS.join(", ")
    }; all but simd in plain functions`,
    parse: oneOf("exponential", EXPONENTIALS),
  },
  softmax: {
    value: "NAME",
    help: "shifted subtracts the row maximum, plain does not, and breaks",
    parse: oneOf("softmax", SOFTMAXES),
  },
  scale: {
    value: "NAME",
    help: "pixels: unit is x/255, centered is (x - 128)/255, raw is x",
    parse: oneOf("scale", SCALES),
  },
  seed: { value: "N", help: "what first weights and shuffles come from", parse: whole(0) },
  dataset: {
    value: "NAME",
    help: `${DATASETS.join(", ")}; auto is mnist, or synthetic where mnist can't be had`,
    parse: oneOf("dataset", DATASETS),
  },
};

/** The other options that have a value. */
export const OTHERS = {
  "preset": {
    value: "NAME",
    help: "reproduced: the defaults; published: learning rate 1e-5, weight decay 0.1, as the report states",
    parse: oneOf("preset", Object.keys(PRESETS) as (keyof typeof PRESETS)[]),
  },
  "data-dir": { value: "DIR", help: "where the dataset's files are", parse: text("a folder") },
  "out": {
    value: "DIR",
    help: "where results go, in a folder named after the study",
    parse: text("a folder"),
  },
  "seeds": {
    value: "N",
    help: "runs of each variant, with seeds that follow one another: mean ± standard deviation",
    parse: whole(1, 1000),
  },
  "jobs": {
    value: "N",
    help:
      "runs to train side by side, with the same results; unless given, one for each processor if there are as " +
      "many runs, else one",
    parse: whole(1, 256),
  },
  "threads": {
    value: "N",
    help:
      "threads that share the work of a run, with the same results; unless given, one where runs are trained " +
      "side by side, else one for each processor, 8 at most",
    parse: whole(1, 64),
  },
  "blas": {
    value: "PATH",
    help: "a BLAS library for large dense products, or auto; Deno must be run with --allow-ffi=PATH",
    parse: text("a file, or auto"),
  },
  "log-every": { value: "N", help: "steps from row to row of iterations.csv; 0 for none", parse: whole(0) },
  "checkpoint-every": {
    value: "X",
    help: "seconds from checkpoint to checkpoint of a run; 0 for one after each epoch [10]",
    parse: number(0),
  },
} as const satisfies Record<string, Option<unknown>>;

/** The options of a search. */
export const SEARCH_OPTIONS = {
  "grid": { value: "FILE", help: "a file with the grid, see below", parse: text("a file") },
  "rungs": {
    value: "N,…",
    help: "epochs after which trials are compared; unless given, thirds of thirds",
    parse: list(whole(1)),
  },
  "keep": { value: "X", help: "the fraction that goes on from a rung [1/3]", parse: fraction },
} as const satisfies Record<string, Option<unknown>>;

/** The options of several machines that work on one folder, with a value. */
export const SHARD_OPTIONS = {
  "shard": {
    value: "I/N",
    help: "trains the Ith of N parts; unless given, what a Slurm job array or a Kubernetes Indexed Job says",
    parse: parseShard,
  },
  "shards": {
    value: "N",
    help: "how many parts there are; unless given, one for each run, or as many as the job array has tasks",
    parse: whole(1, 1e5),
  },
} as const satisfies Record<string, Option<unknown>>;

/** Those without a value. */
export const SHARD_FLAGS = {
  "plan": "writes manifest.json, with the runs and their parts, and trains nothing",
  "status": "says what is finished, running, paused and missing, and trains nothing",
  "merge": "writes the tables and plots from the finished parts, and trains nothing",
  "allow-gaps": "lets --merge take what there is",
} as const;

/** The options without a value. */
export const FLAGS = {
  "halving": "stops hopeless trials early: successive halving",
  "fresh": "starts over: what an earlier invocation has left of the same runs is removed",
  "save-models": "keeps the trained parameters of each run: models/NAME.safetensors",
  "quiet": "no progress, only the results",
  "help": "this text (also -h)",
} as const;

function fraction(text: string): number {
  const value = number(0, 1)(text);
  if (value > 0 && value < 1) return value;
  throw new UsageError("want a number above 0 and below 1");
}

/** `learning-rate` for `learningRate`. */
export function optionName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
}
