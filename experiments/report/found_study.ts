/** A study in a folder of results.
 * @module
 */
import { summarizeVariants, type VariantSummary } from "../analysis/summary.ts";
import type { StudyFolder } from "../storage/read_study_folder.ts";
import { PRESETS, type Run, variantOf } from "../study/configuration.ts";
import { max } from "../study/extent.ts";
import type { RunRecord } from "../study/run_record.ts";
import { isBest } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Warning } from "../study/warning.ts";

export interface FoundStudy extends StudyFolder {
  /** What links and elements are called after it: no other study of a report is called so. */
  readonly id: string;
  /** Its folder, from that of the results: `loss`, `published/loss`. */
  readonly folder: string;
  /** What was wrong with its files. */
  readonly warnings: Warning[];
  /** What it compares; of what has not come to its end, the figures so far. */
  readonly variants: readonly VariantSummary[];
  /** The best trial of a search with all training images. */
  readonly best?: VariantSummary;
  /** Whether it was run with the learning rate and weight decay that the coursework report states. */
  readonly asPublished: boolean;
}

export function foundStudy(found: StudyFolder, folder: string, id: string, warnings: Warning[]): FoundStudy {
  const { study, runs } = found.record;
  const { variants = [], best: [best] = [] } = Object.groupBy(
    summariesOf(found.record),
    ({ variant }) => isBest(study, variant) ? "best" : "variants",
  );
  const asPublished = found.configuration !== undefined && runs.length > 0 && runs.every(isAsPublished);
  return { ...found, id, folder, warnings, variants, best, asPublished };
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

/** What a study is called in lists: its name, and what tells it from others of the same name. */
export function labelOf({ folder, asPublished, record: { study: { name } } }: FoundStudy): string {
  if (asPublished) return `${name}, as published`;
  return folder.endsWith(`/${name}`) ? folder : name;
}

/** How many runs of a study there are. */
export function runCount({ variants, best }: FoundStudy): number {
  return variants.reduce((sum, { records }) => sum + records.length, best?.records.length ?? 0);
}

/** The most runs that any variant has. */
export function seedsOf({ variants }: FoundStudy): number {
  return max(variants, ({ records }) => records.length) ?? 1;
}
