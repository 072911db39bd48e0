/** All studies at a glance.
 * @module
 */
import { type DataTable, dataTable, figure, measured, text } from "./data_table.ts";
import { byRank } from "./trials_table.ts";
import { ranked, type Variant } from "./variants.ts";
import { count, percent } from "./numbers.ts";
import { BEST, compared, datasetName, type Study } from "./study.ts";

/** A line for each study: what it asks, its best and how good that is. */
export function overview(studies: readonly Study[]): DataTable {
  const rows = studies.map((study) => {
    const final = study.variants.find(({ name }) => study.tables.trials && name === BEST);
    return { study, best: final ?? ranked(compared(study), "test_accuracy_final")[0] };
  });
  return dataTable("At a glance", rows, [
    {
      title: "Study",
      left: true,
      cell: ({ study }) => text(study.name + (study.asPublished ? ", as published" : "")),
    },
    {
      title: "Highest test accuracy",
      unit: "%",
      cell: ({ best }) => measured(best?.measures.test_accuracy_final, percent),
    },
    { title: "With", left: true, cell: ({ study, best }) => text(best && nameOf(best, study)) },
    {
      title: "What was asked",
      left: true,
      cell: ({ study }) => text(study.configuration?.study.question ?? study.title),
    },
    {
      title: "Runs",
      cell: ({ study }) => figure(study.variants.reduce((sum, { runs }) => sum + runs, 0), count),
    },
    { title: "Data", left: true, cell: ({ study }) => text(datasetName(study)) },
  ]);
}

/** What reached the most: of a grid the best trial, trained once more on all training images. */
function nameOf({ name }: Variant, { tables }: Study): string {
  const trials = byRank(tables.trials?.rows ?? []);
  return name === BEST && trials.length > 0 ? `${trials[0].trial}, best of ${trials.length}` : name;
}
