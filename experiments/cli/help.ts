/** What `--help` prints.
 * @module
 */
import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { formatSetting, wrap } from "../study/format.ts";
import {
  FLAGS,
  optionName,
  OTHERS,
  SEARCH_OPTIONS,
  SETTINGS,
  SHARD_FLAGS,
  SHARD_OPTIONS,
} from "./settings.ts";
import { studies } from "../studies/mod.ts";

const WIDTH = 80;
const INDENT = 26;

/** The options under headings; the rest are under the last one. */
const SECTIONS: Readonly<Record<string, readonly (keyof RunConfiguration)[]>> = {
  "Training": [
    ...[
      "epochs",
      "batchSize",
      "learningRate",
      "weightDecay",
      "momentum",
      "optimizer",
      "clipNorm",
      "seed",
    ] as const,
  ],
  "Network and loss": [
    ...[
      "hidden",
      "activation",
      "init",
      "initStd",
      "loss",
      "margin",
      "alpha",
      "gamma",
      "exponential",
    ] as const,
    "softmax",
  ],
  "Data": ["dataset", "scale"],
};

/** The help of the command, at most 80 columns wide. */
export function help(): string {
  const setting = (key: keyof RunConfiguration) =>
    entry(`--${optionName(key)} ${SETTINGS[key].value}`, `${SETTINGS[key].help} [${showDefault(key)}]`);
  const { "data-dir": dataDir, preset, seeds, ...running } = OTHERS;
  const other = (name: string, { value, help }: { value: string; help: string }) =>
    entry(`--${name} ${value}`, help);
  const { halving, ...flags } = FLAGS;
  const lines = [
    "Trains networks and compares them.",
    "",
    "  deno task experiment [study] [options]",
    "",
    "Studies",
    ...Object.values(studies).flatMap(({ name, description }, i) =>
      entry(name, description + (i === 0 ? " (default)" : ""))
    ),
    ...entry("all", "all of these but train, one after the other"),
    "",
    "Training",
    ...SECTIONS["Training"].flatMap(setting),
    ...other("seeds", seeds),
    ...other("preset", preset),
    "",
    "Network and loss",
    ...SECTIONS["Network and loss"].flatMap(setting),
    "",
    "Data",
    ...SECTIONS["Data"].flatMap(setting),
    ...other("data-dir", dataDir),
    "",
    "Running",
    ...Object.entries(running).flatMap(([name, option]) => other(name, option)),
    ...Object.entries(flags).flatMap(([name, help]) => entry(`--${name}`, help)),
    "",
    "Grid search",
    ...Object.entries(SEARCH_OPTIONS).flatMap(([name, option]) => other(name, option)),
    ...entry("--halving", halving),
    "",
    "Several machines, one folder",
    ...Object.entries(SHARD_OPTIONS).flatMap(([name, option]) => other(name, option)),
    ...Object.entries(SHARD_FLAGS).flatMap(([name, help]) => entry(`--${name}`, help)),
    "",
    ...paragraph(
      "A study takes several values of what it compares: --loss kl-div,hinge restricts loss to these. grid takes " +
        "them of every setting but epochs, seed and dataset; there - joins the layers of a network and + their " +
        "activations: --hidden 64,128,256-128. A file has the same as JSON: " +
        '{ "learning-rate": [0.1, 0.01], "hidden": [64, [256, 128], "none"] }.',
    ),
    ...paragraph(
      "Trials of a grid learn from the first five sixths of the training set and are compared on the rest. Only the " +
        "best is trained on all of it and tested.",
    ),
    ...paragraph(
      "Results go to <out>/<study>/, see FILES.md. Without --data-dir, files of MNIST come from the folder that " +
        "MNIST_DIR names, the cache, or a download.",
    ),
    ...paragraph(
      "The same command again trains only what is not finished, from the last checkpoint on, and comes to the same " +
        "results as if it had never been stopped.",
    ),
    "  deno task experiment loss --epochs 10 --seeds 3",
    "  deno task experiment train --hidden 256,128 --activation selu --loss hinge",
    "  deno task experiment grid --learning-rate 1e-1,1e-2,1e-3 --hidden 64,256-128 \\",
    "    --halving",
    "",
    ...wrap(
      "Exit codes: 0 done, also if runs diverged; 1 data, disk or a run failed; 2 wrong options; 75 not done, run it again " +
        "(ended by SIGTERM, or other shards must come first); 130 interrupted.",
      WIDTH,
    ),
  ];
  return lines.join("\n") + "\n";
}

function showDefault(key: keyof RunConfiguration): string {
  const value = DEFAULTS[key];
  return typeof value === "number" ? formatSetting(value) : String(value);
}

function paragraph(text: string): string[] {
  return [...wrap(text, WIDTH), ""];
}

/** A name and its explanation, which begins in a column of its own. */
function entry(name: string, explanation: string): string[] {
  const [first, ...rest] = wrap(explanation, WIDTH - INDENT);
  return [`  ${name}`.padEnd(INDENT - 1) + " " + first, ...rest.map((line) => " ".repeat(INDENT) + line)];
}
