/** The options of `deno task experiment`, and its help. A new option is an entry here, and is used where its value is.
 * @module
 */
import { PRESETS } from "../../study/configuration.ts";
import { TRAINING_DEFAULTS } from "../../study/training_options.ts";
import { studies } from "../../studies/mod.ts";
import type { Guide } from "../help.ts";
import { belongsTo, flag, HELP, notWith, option, type Options, withDefaults } from "../option.ts";
import { fraction, list, number, oneOf, parseShard, text, whole } from "../values.ts";
import { aloneBut, inSearch, onlyAction, toTrain, usedBy } from "./rules.ts";
import { DATA, LEARNING, NETWORK } from "./settings.ts";

/** The name that stands for all studies but `train`. */
export const ALL = "all";

/** What changes no result, by its names in {@linkcode TrainingOptions}. `threads` is not among them: the command finds out. */
export const TRAINING = withDefaults(TRAINING_DEFAULTS, {
  logEvery: option("N", "steps from row to row of iterations.csv; 0 for none", whole(0)),
  checkpointEvery: option(
    "X",
    "seconds from checkpoint to checkpoint of a run; 0 for one after each epoch",
    number(0),
    { rules: [toTrain], how: true },
  ),
  saveModels: flag("keeps the trained parameters of each run: models/NAME.safetensors", { rules: [toTrain] }),
  blas: option(
    "PATH",
    "a BLAS library for large dense products, or auto; Deno must be run with --allow-ffi=PATH",
    text("a file, or auto"),
    { rules: [toTrain] },
  ),
});

const ofFiles = usedBy("datasets that are read from files", ({ dataset }) => dataset !== "synthetic");

const RUNS = {
  seeds: option(
    "N",
    "runs of each variant, with seeds that follow one another: mean ± standard deviation",
    whole(1, 1000),
    { default: 1 },
  ),
  preset: option(
    "NAME",
    "reproduced: the defaults; published: learning rate 1e-5, weight decay 0.1, as the report states",
    oneOf("preset", Object.keys(PRESETS) as (keyof typeof PRESETS)[]),
  ),
};

const FILES = {
  dataDir: option("DIR", "where the dataset's files are", text("a folder"), { rules: [ofFiles] }),
};

const RUNNING = {
  out: option("DIR", "where results go, in a folder named after the study", text("a folder"), {
    default: "results",
    how: true,
  }),
  jobs: option(
    "N",
    "runs to train side by side, with the same results; unless given, one for each processor if there are as " +
      "many runs, else one",
    whole(1, 256),
    { rules: [toTrain], how: true },
  ),
  threads: option(
    "N",
    "threads that share the work of a run, with the same results; unless given, one where runs are trained " +
      "side by side, else one for each processor, 8 at most",
    whole(1, 64),
    { rules: [toTrain], how: true },
  ),
  fresh: flag("starts over: what an earlier invocation has left of the same runs is removed", {
    rules: [toTrain],
    how: true,
  }),
  tensorboard: flag("runs also leave files that TensorBoard reads: tensorboard --logdir OUT", {
    rules: [toTrain],
    how: true,
  }),
  redraw: flag(
    "writes tables and plots anew from the tables in the folder of the study, and trains nothing",
    {
      rules: [onlyAction("redraw"), aloneBut("redraw", "out", "quiet")],
    },
  ),
  quiet: flag("no progress, only the results", { how: true }),
};

const SEARCH = {
  grid: option("FILE", "a file with the grid, see below", text("a file"), { rules: [inSearch] }),
  halving: flag("stops hopeless trials early: successive halving", { rules: [inSearch] }),
  rungs: option(
    "N,…",
    "epochs after which trials are compared; unless given, thirds of thirds",
    list(whole(1)),
    { rules: [inSearch, belongsTo("halving")] },
  ),
  keep: option("X", "the fraction that goes on from a rung [1/3]", fraction, {
    rules: [inSearch, belongsTo("halving")],
  }),
};

const SHARDS = {
  shard: option(
    "I/N",
    "trains the Ith of N parts; unless given, what a Slurm job array or a Kubernetes Indexed Job says",
    parseShard,
    { rules: [toTrain], how: true },
  ),
  shards: option(
    "N",
    "how many parts there are; unless given, one for each run, or as many as the job array has tasks",
    whole(1, 1e5),
    { rules: [notWith(["shard", "merge"], ": want one of them")], how: true },
  ),
  plan: flag("writes manifest.json, with the runs and their parts, and trains nothing", {
    rules: [onlyAction("plan")],
  }),
  status: flag("says what is finished, running, paused and missing, and trains nothing", {
    rules: [onlyAction("status")],
  }),
  merge: flag("writes the tables and plots from the finished parts, and trains nothing", {
    rules: [onlyAction("merge")],
    how: true,
  }),
  allowGaps: flag("lets --merge take what there is", { rules: [belongsTo("merge")], how: true }),
};

/** What decides which runs a study has, besides their settings. */
export const CHOICE = { ...RUNS, ...SEARCH };

/** What is the same for all studies. */
export const COMMON = { ...FILES, ...RUNNING, ...SHARDS };

const SECTIONS = {
  "Training": { ...LEARNING, ...RUNS },
  "Network and loss": NETWORK,
  "Data": { ...DATA, ...FILES },
  "Running": { ...RUNNING, ...TRAINING, help: HELP },
  "Grid search": SEARCH,
  "Several machines, one folder": SHARDS,
};

/** All of them. */
export const OPTIONS: Options = Object.assign({}, ...Object.values(SECTIONS));

/** What `--help` says. */
export const EXPERIMENT_GUIDE: Guide = {
  about: "Trains networks and compares them.",
  usage: "deno task experiment [study] [options]",
  words: {
    "Studies": {
      ...Object.fromEntries(
        Object.values(studies).map(({ name, description }, i) => [
          name,
          description + (i === 0 ? " (default)" : ""),
        ]),
      ),
      [ALL]: "all of these but train, one after the other",
    },
  },
  sections: SECTIONS,
  notes: [
    "A study takes several values of what it compares: --loss kl-div,hinge restricts loss to these. grid takes them " +
    "of every setting but epochs, seed and dataset; there - joins the layers of a network and + their " +
    "activations: --hidden 64,128,256-128. A file has the same as JSON: " +
    '{ "learning-rate": [0.1, 0.01], "hidden": [64, [256, 128], "none"] }.',
    "Trials of a grid learn from the first five sixths of the training set and are compared on the rest. Only the " +
    "best is trained on all of it and tested.",
    "Results go to <out>/<study>/, see FILES.md. Without --data-dir, files of MNIST come from the folder that " +
    "MNIST_DIR names, the cache, or a download.",
    "The same command again trains only what is not finished, from the last checkpoint on, and comes to the same " +
    "results as if it had never been stopped.",
  ],
  examples: [
    "deno task experiment loss --epochs 10 --seeds 3",
    "deno task experiment train --hidden 256,128 --activation selu --loss hinge",
    "deno task experiment grid --learning-rate 1e-1,1e-2,1e-3 --hidden 64,256-128 \\",
    "  --halving",
  ],
  exitCodes:
    "0 done, also if runs diverged; 1 data, disk or a run failed; 2 wrong options; 75 not done, run it " +
    "again (ended by SIGTERM, or other shards must come first); 130 interrupted.",
};
