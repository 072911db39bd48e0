/** A study in a folder of results.
 * @module
 */
import { summarizeVariants, type VariantSummary } from "../analysis/summary.ts";
import { type Standing, standingsOf } from "../runner/shards/standing.ts";
import type { FoundClaim } from "../storage/read_claims.ts";
import type { StudyFolder } from "../storage/read_study_folder.ts";
import { PRESETS } from "../study/configuration.ts";
import { type Run, variantOf } from "../study/run_names.ts";
import { max } from "../study/extent.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";
import { isBest } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Warning } from "../study/warning.ts";

export interface FoundStudy extends StudyFolder {
  /** What links and elements are called after it: no other study of a report is called so. */
  readonly id: string;
  /** What it is called in lists: its name, and what tells it from others of the same name. */
  readonly label: string;
  /** Its headline, which no other has. */
  readonly title: string;
  /** Its folder, from that of the results: `loss`, `published/loss`. */
  readonly folder: string;
  /** What the folder of results is called where there are several. */
  readonly prefix?: string;
  /** Where that is: `results/loss`. */
  readonly path: string;
  /** What was wrong with its files. */
  readonly warnings: Warning[];
  /** What it compares; of what has not come to its end, the figures so far. */
  readonly variants: readonly VariantSummary[];
  /** The best trial of a search with all training images. */
  readonly best?: VariantSummary;
  /** Whether it was run with the learning rate and weight decay that the coursework report states. */
  readonly asPublished: boolean;
  /** How far each of its runs is. */
  readonly standings: readonly Standing[];
  /** Whether a program is at work on it. */
  readonly underWay: boolean;
}

export function foundStudy(
  found: StudyFolder,
  { id, folder, prefix, path, warnings, claims }: {
    id: string;
    folder: string;
    prefix?: string;
    path: string;
    warnings: Warning[];
    claims: readonly FoundClaim[];
  },
): FoundStudy {
  const { study, runs } = found.record;
  const { variants = [], best: [best] = [] } = Object.groupBy(
    summariesOf(found.record),
    ({ variant }) => isBest(study, variant) ? "best" : "variants",
  );
  const asPublished = found.configuration !== undefined && runs.length > 0 && runs.every(isAsPublished);
  const { records } = found.record, ended = new Set(records.filter(hasEnded).map(({ run }) => run.name));
  const isMissing = (name: string) => !ended.has(name);
  const standings = standingsOf(runs.map(({ name }) => name), { claims, records, isMissing });
  const { name, title } = study, inside = folder.endsWith(`/${name}`) ? folder : name;
  return {
    ...found,
    id,
    label: asPublished ? `${name}, as published` : inside,
    title: asPublished ? `${title}, as published` : title,
    folder,
    prefix,
    path,
    warnings,
    variants,
    best,
    asPublished,
    standings,
    underWay: claims.length > 0,
  };
}

/** The variants of which there is anything, in the order of their runs. */
function summariesOf({ records, runs }: StudyRecord): VariantSummary[] {
  const ended = summarizeVariants(records), names = new Set(ended.map(({ variant }) => variant));
  const others = records.filter((record) => isUnfinished(record) && !names.has(variantOf(record.run)));
  const soFar = summarizeVariants(others.map((record) => ({ ...record, status: "finished" })));
  const all = [...ended, ...soFar], order = [...runs.map(variantOf), ...all.map(({ variant }) => variant)];
  return all.sort((a, b) => order.indexOf(a.variant) - order.indexOf(b.variant));
}

/** Whether a run has something to show though it did not come to its end. */
export function isUnfinished({ status, epochs }: RunRecord): boolean {
  return ["interrupted", "running"].includes(status) && epochs.length > 0;
}

function isAsPublished({ configuration: { learningRate, weightDecay } }: Run): boolean {
  return learningRate === PRESETS.published.learningRate && weightDecay === PRESETS.published.weightDecay;
}

/** The id of a study, by its folder. Folders whose names look alike are counted: `study-a-b`, `study-a-b-2`. */
export function idOf(folder: string, taken: Set<string>): string {
  const name = "study-" + folder.replace(/[^\w-]/g, "-");
  let id = name;
  for (let i = 2; taken.has(id) || taken.has(`${id}-title`); i++) id = `${name}-${i}`;
  // Its heading has an id, too.
  taken.add(id).add(`${id}-title`);
  return id;
}

/** Studies with labels and titles that differ: where two would share one, it says in which folder they are. */
export function withNames(studies: readonly FoundStudy[]): FoundStudy[] {
  const twice = <T>(list: readonly T[]) => new Set(list.filter((one, i) => list.indexOf(one) !== i));
  const labels = twice(studies.map(({ label }) => label)), titles = twice(studies.map(({ title }) => title));
  return studies.map((study) => {
    const label = labels.has(study.label) ? study.folder : study.label;
    const isPlain = !titles.has(study.title) || label === study.record.study.name;
    return { ...study, label, title: isPlain ? study.title : `${study.title} (${label})` };
  });
}

/** How many runs of a study there are. */
export function runCount({ variants, best }: FoundStudy): number {
  return variants.reduce((sum, { records }) => sum + records.length, best?.records.length ?? 0);
}

/** The most runs that any variant has. */
export function seedsOf({ variants }: FoundStudy): number {
  return max(variants, ({ records }) => records.length) ?? 1;
}
