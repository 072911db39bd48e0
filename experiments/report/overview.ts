/** All studies at a glance.
 * @module
 */
import { rank } from "../analysis/trials.ts";
import { datasetTitle } from "../charts/dataset_title.ts";
import { type DataTable, dataTable, numbers, words } from "./data_table.ts";
import { type FoundStudy, runCount } from "./found_study.ts";
import { count, percent } from "./numbers.ts";

/** A line for each study: what it asks, its best and how good that is. */
export function overview(studies: readonly FoundStudy[]): DataTable {
  const rows = studies.map((study) => {
    const mean = ({ figures }: FoundStudy["variants"][number]) => figures.test_accuracy_final!.mean;
    const measured = study.variants.filter(({ figures }) => figures.test_accuracy_final);
    return { study, best: study.best ?? measured.toSorted((a, b) => mean(b) - mean(a)).at(0) };
  });
  return dataTable("At a glance", rows, [
    words("Study", ({ study }) => study.label),
    numbers("Highest test accuracy", ({ best }) => best?.figures.test_accuracy_final, percent, {
      unit: "%",
    }),
    words("With", ({ study, best }) => best === study.best && best ? bestTrial(study) : best?.variant),
    words("What was asked", ({ study: { record: { study } } }) => study.question || study.title),
    numbers("Runs", ({ study }) => runCount(study), count),
    words("Data", ({ study }) => datasetTitle(study.record.data.name)),
  ]);
}

/** What a search has found, before it was trained once more on all training images. */
function bestTrial({ best, record: { study, records } }: FoundStudy): string {
  const trials = rank(study, records);
  return trials.length > 0 ? `${trials[0].run.name}, best of ${trials.length}` : best!.variant;
}
