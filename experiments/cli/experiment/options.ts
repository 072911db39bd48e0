/** The options of `deno task experiment`. A new option is an entry here, and is used where its value is.
 * @module
 */
import { PRESETS } from "../../study/configuration.ts";
import { type Sampler, SAMPLERS } from "../../study/sampler.ts";
import { TRAINING_DEFAULTS } from "../../study/training_options.ts";
import { UsageError } from "../../study/usage_error.ts";
import { belongsTo, flag, HELP, notWith, option, type Options, type Rule, withDefaults } from "../option.ts";
import { RESULTS } from "../results_folder.ts";
import { fraction, list, number, oneOf, parseShard, path, whole } from "../values.ts";
import { DATA } from "./data_settings.ts";
import { LEARNING } from "./learning_settings.ts";
import { NETWORK } from "./network_settings.ts";
import { aloneBut, inSearch, notTimed, ofOneRun, oneStudy, onlyAction, toTrain, usedBy } from "./rules.ts";
import { SETTINGS } from "./settings.ts";

/** The name that stands for all studies but `train`. */
export const ALL = "all";

/** What changes no result, by its names in {@linkcode TrainingOptions}. `threads` and `native` are not among them: the command finds out. */
export const TRAINING = withDefaults(TRAINING_DEFAULTS, {
  logEvery: option("N", "steps from row to row of iterations.csv; 0 for none", whole(0)),
  checkpointEvery: option(
    "X",
    "seconds from checkpoint to checkpoint of a run; 0 for one after each epoch",
    number(0),
    { rules: [toTrain], how: true },
  ),
  saveModels: flag("keeps the trained parameters of each run: models/NAME.safetensors", { rules: [toTrain] }),
});

const ofFiles = usedBy("datasets that are read from files", ({ dataset }) => dataset !== "synthetic");

const VERSION = flag("which version this is (also -v)", { also: ["-v", "-V"] });

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
  dataDir: option("DIR", "where the dataset's files are", path("a folder"), { rules: [ofFiles] }),
  data: option(
    "PATH",
    "images of your own: a CSV of label and pixels, a folder of folders of PNG or JPEG, or a folder of IDX files",
    path("a file or a folder"),
    { rules: [notWith(["dataset", "dataDir"], ": want one of them")] },
  ),
};

/** Reads what a folder in another one may be called. */
function folderName(text: string): string {
  if (/^[\p{L}\d_][\p{L}\d _.@=+-]{0,99}$/u.test(text)) return text;
  throw new UsageError("want a name of letters, digits and -_.=+, which becomes a folder in that of --out");
}

/** What is in the file that a run goes on from. */
const IN_STATES = [...Object.keys(SETTINGS).filter((key) => key !== "epochs"), "preset", "seeds"];

const RUNNING = {
  from: option(
    "FILE",
    "where train goes on: a run saved by the playground, or a checkpoint of runs/ID; its settings are in it, and " +
      "--epochs may be more",
    path("a file"),
    {
      rules: [
        ofOneRun,
        toTrain,
        notWith(["shard", "shards"], ", which is for several runs"),
        notWith(IN_STATES, ": the settings are in the file"),
      ],
    },
  ),
  out: option("DIR", "where results go, in a folder named after the study", path("a folder"), {
    default: RESULTS,
    how: true,
  }),
  name: option("NAME", "what that folder is called in place of the study, to keep several", folderName, {
    rules: [oneStudy],
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
  native: option(
    "[auto]",
    "computes with the kernels that `deno task native` has compiled for this machine, with the same results; " +
      "auto: if they are there",
    oneOf<"required" | "auto">("way", ["required", "auto"]),
    { alone: "required", rules: [toTrain], how: true },
  ),
  fresh: flag("starts over: what an earlier invocation has left of the same runs is removed", {
    rules: [toTrain],
    how: true,
  }),
  resume: flag("goes on where the folder stands, which is done without it as well", {
    rules: [toTrain, notWith(["fresh"], ": want one of them")],
    how: true,
  }),
  tensorboard: flag("runs also leave files that TensorBoard reads: tensorboard --logdir OUT", {
    rules: [toTrain],
    how: true,
  }),
  untimed: flag(
    "leaves the seconds of training out of tables and plots, where it shared the machine with others",
    { rules: [notTimed] },
  ),
  redraw: flag(
    "writes tables and plots anew from the tables in the folder of the study, and trains nothing",
    {
      rules: [onlyAction("redraw"), aloneBut("redraw", "out", "name", "untimed", "quiet")],
    },
  ),
  quiet: flag("no progress, only the results", { how: true }),
};

const drawn = belongsTo("trials");

const ofHalving: Rule = (given) =>
  given.has("halving") || given.has("hyperband")
    ? undefined
    : "here: it belongs to --halving and --hyperband";

const SEARCH = {
  trials: option(
    "N",
    "how many trials are drawn from what options name, such as --learning-rate 1e-4..1e-1:log; unless given, every " +
      "combination of values is one",
    whole(1, 1e5),
    { rules: [inSearch] },
  ),
  sampler: option(
    "NAME",
    "random: each setting by itself; quasi-random: evenly over all of them, by Sobol's sequence; both from --seed",
    oneOf<Sampler>("sampler", SAMPLERS, { "sobol": "quasi-random" }),
    { default: "random", rules: [inSearch, drawn] },
  ),
  grid: option("FILE", "a file with the grid, see below", path("a file"), { rules: [inSearch] }),
  halving: flag("stops hopeless trials early: successive halving", { rules: [inSearch] }),
  hyperband: flag(
    "halving in brackets that begin later and later, for it is not known how early one can tell",
    {
      rules: [inSearch, notWith(["halving"], ", which is one bracket of it: want one of them")],
    },
  ),
  rungs: option(
    "N,…",
    "epochs after which trials are compared; unless given, thirds of thirds",
    list(whole(1)),
    { rules: [inSearch, ofHalving] },
  ),
  keep: option("X", "the fraction that goes on from a rung [1/3]", fraction, {
    rules: [inSearch, ofHalving],
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
  strict: flag(
    "has --merge refuse runs of several versions of Deno, processors or roundings of float32; native kernels round as " +
      "WebAssembly does",
    { rules: [belongsTo("merge")], how: true },
  ),
  allowGaps: flag("lets --merge take what there is", { rules: [belongsTo("merge")], how: true }),
};

/** What decides which runs a study has, besides their settings. */
export const CHOICE = { ...RUNS, ...SEARCH };

/** What is the same for all studies. */
export const COMMON = { ...FILES, ...RUNNING, ...SHARDS };

/** The options by headings. */
export const SECTIONS = {
  "Training": { ...LEARNING, ...RUNS },
  "Network and loss": NETWORK,
  "Data": { ...DATA, ...FILES },
  "Running": { ...RUNNING, ...TRAINING, help: HELP, version: VERSION },
  "Grid search": SEARCH,
  "Several machines, one folder": SHARDS,
};

/** All of them. */
export const OPTIONS: Options = Object.assign({}, ...Object.values(SECTIONS));
