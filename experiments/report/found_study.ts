/** A study in a folder of results.
 * @module
 */
import { summarizeVariants, type VariantSummary } from "../analysis/summary.ts";
import type { StudyFolder } from "../storage/read_study_folder.ts";
import { PRESETS, type Run, variantOf } from "../study/configuration.ts";
import type { RunRecord } from "../study/run_record.ts";
import { isBest } from "../study/study.ts";
import type { Warning } from "../study/warning.ts";

export interface FoundStudy extends StudyFolder {
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

export function foundStudy(study: StudyFolder, folder: string, warnings: Warning[]): FoundStudy {
  const { study: planned, records, runs } = study.record;
  const all = summariesOf(records, runs);
  const isOfBest = ({ variant }: VariantSummary) => isBest(planned, variant);
  return {
    ...study,
    folder,
    warnings,
    variants: all.filter((variant) => !isOfBest(variant)),
    best: all.find(isOfBest),
    asPublished: study.configuration !== undefined && runs.length > 0 && runs.every(isAsPublished),
  };
}

/** The variants of which there is anything, in the order of their runs. */
function summariesOf(records: readonly RunRecord[], runs: readonly Run[]): VariantSummary[] {
  const ended = summarizeVariants(records), names = new Set(ended.map(({ variant }) => variant));
  const others = records.filter((record) => isUnfinished(record) && !names.has(variantOf(record.run)));
  const soFar = summarizeVariants(others.map((record) => ({ ...record, status: "finished" })));
  const order = [...new Set(runs.map(variantOf))];
  const place = ({ variant }: VariantSummary) =>
    order.includes(variant) ? order.indexOf(variant) : order.length;
  return [...ended, ...soFar].sort((a, b) => place(a) - place(b));
}

/** Whether a run has something to show though it did not come to its end. */
export function isUnfinished({ status, epochs }: RunRecord): boolean {
  return ["interrupted", "running"].includes(status) && epochs.length > 0;
}

function isAsPublished({ configuration }: Run): boolean {
  const { learningRate, weightDecay } = PRESETS.published;
  return configuration.learningRate === learningRate && configuration.weightDecay === weightDecay;
}

/** What links and elements are called after a study. */
export function idOf({ folder }: FoundStudy): string {
  return "study-" + folder.replace(/[^\w-]/g, "-");
}

/** What a study is called in lists: its name, and what tells it from others of the same name. */
export function labelOf({ folder, asPublished, record: { study: { name } } }: FoundStudy): string {
  if (asPublished) return `${name}, as published`;
  return folder.endsWith(`/${name}`) ? folder : name;
}

/** How many runs of a study there are. */
export function runCount({ variants, best }: FoundStudy): number {
  return [...variants, ...best ? [best] : []].reduce((sum, { records }) => sum + records.length, 0);
}

/** The most runs that any variant has. */
export function seedsOf({ variants }: FoundStudy): number {
  return variants.reduce((most, { records }) => Math.max(most, records.length), 1);
}
