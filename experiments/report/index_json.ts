/** What a report says, for programs.
 * @module
 */
import { METRIC } from "../analysis/comparisons.ts";
import { tableFiles } from "../analysis/tables.ts";
import type { VariantSummary } from "../analysis/summary.ts";
import { toPlain } from "../study/json.ts";
import type { Report, StudyReport } from "./report.ts";

/** Of the index: it counts up where members go or change their meaning. */
const VERSION = 1;

/** The text of `report.json`: of each study its question and command, what was found, and the tables that say so. */
export function indexJson({ title, studies }: Report): string {
  return JSON.stringify(toPlain({ version: VERSION, title, studies: studies.map(studyOf) }), null, 2) + "\n";
}

/** Whether a text is such an index, of this version or another. */
export function isIndex(text: string): boolean {
  return /^\{\n {2}"version": \d+,\n {2}"title": ".*",\n {2}"studies": \[/.test(text);
}

function studyOf({ study, sentences, published, charts }: StudyReport) {
  const { folder, configuration, machine, record } = study;
  const { name, title, question } = record.study;
  const best = study.best ? [study.best] : [];
  return {
    name,
    folder,
    title,
    question,
    command: configuration?.command,
    dataset: record.data.name,
    seeds: record.seeds,
    kernels: machine.kernels,
    /** Each is made of the tables. */
    claims: sentences,
    tables: record.runs.length > 0 ? Object.keys(tableFiles(record)) : ["timings.csv"],
    charts: charts.map(({ id }) => `${id}.svg`),
    figures: Object.fromEntries([...study.variants, ...best].map((of) => [of.variant, figuresOf(of)])),
    published: published?.accuracies,
  };
}

/** What is compared, after the last epoch: means, and standard deviations of several seeds. */
function figuresOf({ figures, records, diverged }: VariantSummary) {
  const of = (name: typeof METRIC | "test_loss_final" | "train_accuracy_final") => {
    const figure = figures[name];
    return figure && { mean: figure.mean, std: figure.std };
  };
  return {
    runs: records.length,
    diverged,
    testAccuracy: of(METRIC),
    testLoss: of("test_loss_final"),
    trainAccuracy: of("train_accuracy_final"),
  };
}
