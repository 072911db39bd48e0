import type { StudyRecord } from "../study/study_record.ts";
import { compare, comparisonsCsv } from "./comparisons.ts";
import { functionsCsv, softmaxCsv } from "./extra_tables.ts";
import { importanceCsv, studyImportance } from "./importance.ts";
import { divergencesCsv, epochsCsv, iterationsCsv, preActivationsCsv, runsCsv } from "./run_tables.ts";
import { summarizeVariants, summaryCsv } from "./summary.ts";
import { trialsCsv } from "./trials.ts";

/** The tables of a study by the names of their files: those of every study, and those that it has something for. */
export function tablesOf({ study, records, data, extra }: StudyRecord): Record<string, string> {
  const importance = studyImportance(study, records, data.classes);
  const variants = summarizeVariants(records);
  return {
    "epochs.csv": epochsCsv(records),
    "runs.csv": runsCsv(records),
    "iterations.csv": iterationsCsv(records),
    "summary.csv": summaryCsv(variants),
    "comparisons.csv": comparisonsCsv(compare(variants)),
    "divergences.csv": divergencesCsv(records),
    ...(importance && { "importance.csv": importanceCsv(importance) }),
    ...(study.search && { "trials.csv": trialsCsv(study, records) }),
    ...(study.watch && { "pre_activations.csv": preActivationsCsv(records) }),
    ...(extra.softmax && { "softmax.csv": softmaxCsv(extra.softmax) }),
    ...(extra.functions && { "functions.csv": functionsCsv(extra.functions, records) }),
  };
}
