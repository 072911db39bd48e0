/** A study as the report sees it.
 * @module
 */
import { PRESETS } from "../study/configuration.ts";
import { studies } from "../studies/mod.ts";
import type { ConfiguredRun } from "./read_json.ts";
import type { Results, StudyFiles } from "./results.ts";
import { type Variant, variantsOf } from "./variants.ts";

/** A study as the report sees it. */
export interface Study extends StudyFiles {
  /** What links and elements are called after it. */
  readonly id: string;
  /** What it is called on the command line. */
  readonly name: string;
  /** Its headline. */
  readonly title: string;
  /** What it compares. */
  readonly variants: readonly Variant[];
  /** The data it is about. */
  readonly dataset: string;
  /** What the accuracies are of: `test`, or `validation`. */
  readonly part: string;
  /** Whether it was run with the learning rate and weight decay that the report states. */
  readonly asPublished: boolean;
}

/** The name of the best trial's training on everything, in a grid. */
export const BEST = "best";

/** The studies in the order in which they are defined; those with the report's own learning rate come last. */
export function studiesOf({ studies: files }: Results): Study[] {
  const order = Object.keys(studies);
  const place = ({ name, asPublished }: Study) =>
    (order.includes(name) ? order.indexOf(name) : order.length) + (asPublished ? 1000 : 0);
  return files.map(studyOf).sort((a, b) => place(a) - place(b));
}

function studyOf(files: StudyFiles): Study {
  const { folder, configuration, tables } = files;
  const name = configuration?.study.name ?? folder.split("/").at(-1)!;
  const asPublished = configuration !== undefined && configuration.runs.length > 0 &&
    configuration.runs.every(isAsPublished);
  return {
    ...files,
    id: "study-" + folder.replace(/[^\w-]/g, "-"),
    name,
    title: configuration?.study.title ?? name.slice(0, 1).toUpperCase() + name.slice(1),
    variants: variantsOf(files),
    dataset: configuration?.dataset.name ?? tables.runs?.rows[0]?.dataset ?? "unknown data",
    part: configuration?.study.measuredOn ?? (tables.trials ? "validation" : "test"),
    asPublished,
  };
}

/** Whether a run has the learning rate and weight decay that the report's tables state. */
export function isAsPublished({ configuration }: ConfiguredRun): boolean {
  const { learningRate, weightDecay } = PRESETS.published;
  return configuration.learningRate === learningRate && configuration.weightDecay === weightDecay;
}

/** What a study compares, without the best trial's last training. */
export function compared({ variants, tables }: Study): readonly Variant[] {
  return tables.trials ? variants.filter(({ name }) => name !== BEST) : variants;
}

/** A dataset as people call it. */
export function datasetName({ dataset }: Study): string {
  return ({ "mnist": "MNIST", "fashion-mnist": "Fashion-MNIST", "synthetic": "synthetic digits" })[dataset] ??
    dataset;
}

/** The most runs that any variant has. */
export function seedsOf({ variants }: Study): number {
  return Math.max(1, ...variants.map(({ runs }) => runs));
}
