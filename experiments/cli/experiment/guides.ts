/** What `deno task experiment` says of itself, on one screen, in full, and of each study.
 * @module
 */
import manifest from "../../deno.json" with { type: "json" };
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { settingText } from "../../study/run_names.ts";
import { formatSetting } from "../../study/format.ts";
import type { Study } from "../../study/study.ts";
import { studies } from "../../studies/mod.ts";
import type { Guide } from "../help.ts";
import { type Option, optionName, type Options } from "../option.ts";
import { FIXED_IN_GRIDS } from "./grid_file.ts";
import { ALL, OPTIONS, SECTIONS } from "./options.ts";
import { SETTINGS } from "./settings.ts";

const ABOUT = "Trains networks and compares them.";
const USAGE = "deno task experiment [study] [options]";

const STUDIES = {
  ...Object.fromEntries(
    Object.values(studies).map(({ name, description }, i) => [
      name,
      description + (i === 0 ? " (default)" : ""),
    ]),
  ),
  [ALL]: "all of these but train, one after the other",
};

/** Some of the options. */
function some(...keys: string[]): Options {
  return Object.fromEntries(keys.map((key) => [key, OPTIONS[key]]));
}

/** What `--help` says: what a screen holds. */
export const EXPERIMENT_GUIDE: Guide = {
  about: ABOUT,
  usage: USAGE,
  words: { "Studies": STUDIES },
  sections: {
    "Options that are used most": some(
      "epochs",
      "learningRate",
      "hidden",
      "seeds",
      "out",
      "quiet",
    ),
  },
  examples: ["deno task experiment loss --epochs 10 --seeds 3"],
  notes: [
    `--help grid says what a study takes, --help all every option. The same command again goes on where it was stopped.`,
  ],
};

/** What `--help all` says. */
export const FULL_GUIDE: Guide = {
  about: ABOUT,
  usage: USAGE,
  words: { "Studies": STUDIES },
  sections: SECTIONS,
  notes: [
    "A study takes several values of what it compares: --loss kl-div,hinge restricts loss to these. grid takes them " +
    "of every setting but epochs, seed, dataset and patience, and searches what is named so and nothing else; there " +
    "- joins the layers of a network and + their activations: --hidden 64,128,256-128. With --trials it draws " +
    "from ranges as well: --learning-rate 1e-4..1e-1:log. A file has the same as JSON: " +
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
    "0 done, also if runs diverged; 1 data, disk or a run failed; 2 wrong options; 74 done, but output was lost; 75 not done, run it " +
    "again (ended by SIGTERM, or other shards must come first); 130 interrupted.",
};

/** What `--help grid` says: of a study what it compares, and the options that decide it, with its own defaults. */
export function guideTo(study: Study): Guide {
  const { name, title, question, search, varied, fixed = {}, variants = {} } = study;
  const decided = new Set(Object.values(variants).flatMap(Object.keys));
  const settings = Object.entries<Option>(SETTINGS).filter(([key]) => !decided.has(key) || key === "epochs")
    .map((
      [key, option],
    ): [string, Option] => [
      key,
      Object.hasOwn(fixed, key) ? { ...option, default: valueText(key, Reflect.get(fixed, key)) } : option,
    ]);
  const takesSeveral = (key: string) => search ? !FIXED_IN_GRIDS.includes(key) : key in varied;
  const [several, single] = [true, false].map((wanted) =>
    Object.fromEntries(settings.filter(([key]) => takesSeveral(key) === wanted))
  );
  const compared = {
    ...(Object.keys(variants).length > 0 && { "variants": Object.keys(variants).join(", ") }),
    ...Object.fromEntries(
      Object.entries(varied).map(([key, values]) => [
        `--${optionName(key)}`,
        values.map((value) => valueText(key, value)).join(", "),
      ]),
    ),
  };
  const heading = search ? "Searches, unless options name something else" : "Compares";
  const nonempty = <T extends object>(heading: string, of: T) =>
    Object.keys(of).length > 0 ? { [heading]: of } : {};
  return {
    about: `${title}. ${question}`,
    usage: `deno task experiment ${name} [options]`,
    words: nonempty(heading, compared),
    sections: {
      ...(search && { "Searching": SECTIONS["Grid search"] }),
      ...nonempty("Takes several values of, with commas between them", several),
      "Takes one value of": { ...single, ...some("seeds", "preset") },
    },
    notes: ["--help all has the options of all studies: data, folders, jobs, shards."],
  };
}

function valueText(key: string, value: unknown): string {
  if (typeof value === "number") return formatSetting(value);
  // A network without hidden layers would have no activations to tell.
  const of = { ...DEFAULTS, ...(key === "activation" && { hidden: [1] }), [key]: value };
  return settingText(key as keyof RunConfiguration, of);
}

/** What `--version` says. */
export function versionText(): string {
  const { deno, v8 } = Deno.version;
  return `chainrule ${manifest.version} (deno ${deno}, v8 ${v8}, ${Deno.build.target})\n`;
}
