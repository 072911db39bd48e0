import { DEFAULTS, type RunConfiguration } from "./configuration.ts";
import { type Run, settingText, variantOf } from "./run_names.ts";
import type { ExtraMeasures } from "./extra_measures.ts";
import type { Results } from "./results.ts";

/** The values of settings that a study compares, by setting. */
export type Varied = { readonly [K in keyof RunConfiguration]?: readonly RunConfiguration[K][] };

/** What a study has to add to what is made of the runs of any study. */
export interface StudyExtra {
  /** Measures something besides the runs, when these are done. */
  measure(results: Results): ExtraMeasures;
  /** What the results of this very study say, in sentences. */
  sentences(results: Results): string[];
}

/** A comparison of runs, as data: what is fixed and what varies. */
export interface Study {
  /** What it is called on the command line, and the name of its folder. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly description: string;
  /** What is fixed at other values than the defaults; options come before it. */
  readonly fixed?: Partial<RunConfiguration>;
  /** Variants that are listed one by one, by name; they come first. Options change nothing that a variant sets but its epochs. */
  readonly variants?: Readonly<Record<string, Partial<RunConfiguration>>>;
  /** What varies: there is a variant for each combination of values. */
  readonly varied: Varied;
  /** The panel of a plot that a variant is drawn in, every one unless it is named, and what it is called there. */
  readonly panels?: (variant: string) => { readonly panel?: string; readonly line: string };
  /** Whether it looks for the best variant: on images held out of the training set. */
  readonly search?: boolean;
  /** The settings of the trials of a search that are not every combination of what varies. */
  readonly trials?: readonly Partial<RunConfiguration>[];
  /** Settings of which each combination of values has a best trial of its own, which is trained on all images. */
  readonly each?: readonly (keyof RunConfiguration)[];
  /** Whether it asks what each learning rate does to the loss: the rate rises from step to step. */
  readonly rates?: boolean;
  /** Steps from one that is recorded to the next, unless options say otherwise. */
  readonly logEvery?: number;
  /** The accuracies that it asks the training time to. */
  readonly goals?: readonly number[];
  /** Whether it asks what accuracy can be had for which cost, after each epoch of each network. */
  readonly front?: boolean;
  /** Whether it is about seconds: then runs are trained one at a time unless options say otherwise. */
  readonly timed?: boolean;
  /** Whether to record what goes on inside the networks. */
  readonly watch?: boolean;
  /** What it has to add: a module, loaded when the runs are done. */
  readonly extra?: () => Promise<StudyExtra>;
}

/** What was asked for besides the study itself. */
export interface Choices {
  /** Settings in place of the study's. */
  readonly settings?: Partial<RunConfiguration>;
  /** Values to compare in place of the study's. */
  readonly varied?: Varied;
  /** The settings of trials that were drawn, in place of every combination of what is compared. */
  readonly trials?: readonly Readonly<Record<string, unknown>>[];
  /** How many runs each variant has, with seeds that follow one another: 1. */
  readonly seeds?: number;
}

/**
 * The runs of a study, named after what varies.
 *
 * @example
 * ```ts
 * import { runsOf, studies } from "@chainrule/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const runs = runsOf(studies.loss, { settings: { epochs: 3 }, varied: { loss: ["hinge", "focal"] } });
 * assertEquals(runs.map(({ name }) => name), ["hinge", "focal"]);
 * assertEquals(runs[1].configuration.epochs, 3);
 *
 * const twice = runsOf(studies.train, { seeds: 2 });
 * assertEquals(twice.map(({ name }) => name), ["train@1", "train@2"]);
 * ```
 */
export function runsOf(study: Study, { settings = {}, varied = {}, trials, seeds = 1 }: Choices = {}): Run[] {
  const axes = Object.entries({ ...study.varied, ...varied }) as [
    keyof RunConfiguration,
    readonly unknown[],
  ][];
  let combinations: [keyof RunConfiguration, unknown][][] = [[]];
  for (const [key, values] of axes) {
    combinations = combinations.flatMap((chosen) =>
      values.map((value): typeof chosen => [...chosen, [key, value]])
    );
  }
  const common = { ...DEFAULTS, ...study.fixed, ...settings };
  const listed = Object.entries(study.variants ?? {})
    .map(([name, own]): Run => ({
      name,
      configuration: { ...common, ...own, ...(settings.epochs !== undefined && { epochs: settings.epochs }) },
    }));
  const named = trials ?? (Object.keys(varied).length === 0 ? study.trials : undefined);
  if (named) combinations = named.map((trial) => Object.entries(trial) as typeof combinations[number]);
  if (listed.length > 0 && axes.length === 0) combinations = [];
  const digits = Math.max(3, String(combinations.length).length);
  const combined = combinations.map((chosen, i): Run => ({
    name: study.search
      ? "t" + String(i + 1).padStart(digits, "0")
      : chosen.map(([key, value]) => valueName(key, value)).join(" ") || study.name,
    configuration: { ...common, ...Object.fromEntries(chosen) },
  }));
  const variants = [...listed, ...combined];
  return study.search ? variants : variants.flatMap((run) => withSeeds(run, seeds));
}

/** A run for each of so many seeds, named after it where there are several. */
export function withSeeds({ name, configuration }: Run, seeds: number): Run[] {
  return Array.from({ length: seeds }, (_, i) => ({
    name: seeds === 1 ? name : `${name}@${configuration.seed + i}`,
    configuration: { ...configuration, seed: configuration.seed + i },
  }));
}

/**
 * The best trial with all training images, once for each seed. If it ended early, for so many epochs: there are no images held out
 * that could say when to end.
 */
export function bestRuns(
  study: Study,
  { configuration }: Pick<Run, "configuration">,
  { seeds, epochs = configuration.epochs }: { readonly seeds: number; readonly epochs?: number },
): Run[] {
  const name = bestName(study, configuration);
  return withSeeds({ name, configuration: { ...configuration, epochs, patience: 0 } }, seeds);
}

/** The settings that are combined in these runs of a study: those with several values. */
export function axesOf(study: Study, runs: readonly Run[]): (keyof RunConfiguration)[] {
  const combined = combinedRuns(study, runs);
  const several = (key: keyof RunConfiguration) =>
    new Set(combined.map(({ configuration }) => JSON.stringify(configuration[key]))).size > 1;
  const keys = Object.keys(DEFAULTS) as (keyof RunConfiguration)[];
  if (study.search) return keys.filter((key) => key !== "seed" && several(key));
  return (Object.keys(study.varied) as typeof keys).filter((key) => combined.length === 1 || several(key));
}

/** The runs that are no listed variants. */
export function combinedRuns<T extends Pick<Run, "name">>(study: Study, runs: readonly T[]): T[] {
  const listed = Object.keys(study.variants ?? {});
  return runs.filter((run) => !listed.includes(variantOf(run)) && !isBest(study, run.name));
}

/** Whether a run is that of a best trial with all training images. */
export function isBest(study: Study, name: string): boolean {
  return study.search === true && /^best( [^@]+)?(@\d+)?$/.test(name);
}

/** What the best of the trials is called that a configuration is compared with: `best`, `best tanh hinge`. */
export function bestName({ each = [] }: Study, configuration: RunConfiguration): string {
  return ["best", ...each.map((key) => settingText(key, configuration))].join(" ");
}

/** How many trials of a search are the best of their kind. */
export function bestCount(study: Study, trials: readonly Run[]): number {
  return new Set(trials.map(({ configuration }) => bestName(study, configuration))).size;
}

/** `hinge`, `256-128`, `gamma=2`. */
function valueName(key: keyof RunConfiguration, value: unknown): string {
  const text = settingText(key, { ...DEFAULTS, [key]: value });
  return typeof value === "number" ? `${key}=${text}` : text;
}
