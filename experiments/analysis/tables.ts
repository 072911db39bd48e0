import type { StudyRecord } from "../study/study_record.ts";
import { compare, comparisonsCsv } from "./comparisons.ts";
import { costsAndGains, functionsCsv, sharesCsv, softmaxCsv, timingsCsv } from "./extra_tables.ts";
import { frontCsv, frontPoints } from "./front.ts";
import { goalsCsv, goalTimes } from "./goals.ts";
import { importanceCsv, studyImportance } from "./importance.ts";
import { inspectionTablesOf } from "./inspection_tables.ts";
import { rangeCsv } from "./rates.ts";
import { divergencesCsv, epochsCsv, iterationsPieces, preActivationsCsv, runsCsv } from "./run_tables.ts";
import { summarizeVariants, summaryCsv } from "./summary.ts";
import { trialsCsv } from "./trials.ts";

/** A table as text, in pieces where it may be longer than a string. */
export type Table = string | Iterable<string>;

/** The tables of a study by the names of their files: those of every study, and those that it has something for. */
export function tableFiles(record: StudyRecord): Record<string, Table> {
  const { study, records, data, extra } = record;
  const importance = studyImportance(record);
  const variants = summarizeVariants(records);
  return {
    "epochs.csv": epochsCsv(records),
    "runs.csv": runsCsv(records),
    "iterations.csv": iterationsPieces(records),
    "summary.csv": summaryCsv(variants),
    "comparisons.csv": comparisonsCsv(compare(variants)),
    "divergences.csv": divergencesCsv(records),
    ...(importance && { "importance.csv": importanceCsv(importance) }),
    ...(study.search && { "trials.csv": trialsCsv(study, records) }),
    ...(study.rates && { "range.csv": rangeCsv(records, data) }),
    ...(study.goals && { "goals.csv": goalsCsv(goalTimes(record)) }),
    ...(study.front && { "front.csv": frontCsv(frontPoints(record)) }),
    ...(study.watch && { "pre_activations.csv": preActivationsCsv(records) }),
    ...(extra.softmax && { "softmax.csv": softmaxCsv(extra.softmax) }),
    ...(extra.functions && { "functions.csv": functionsCsv(extra.functions, records) }),
    ...inspectionTablesOf(records),
    ...(extra.shares && { "shares.csv": sharesCsv(costsAndGains(extra.shares, study, records)) }),
    ...(extra.timings && { "timings.csv": timingsCsv(extra.timings) }),
  };
}

/** A table that a string can hold. */
export function tableText(table: Table): string {
  return typeof table === "string" ? table : [...table].join("");
}

/** The same as texts, for studies with a few million logged steps at most. */
export function tablesOf(record: StudyRecord): Record<string, string> {
  const tables = Object.entries(tableFiles(record));
  return Object.fromEntries(tables.map(([name, table]) => [name, tableText(table)]));
}
