/**
 * The studies: networks trained and compared, from a table of settings to files of results.
 *
 * `train` is one run, `runStudy` all runs of a study; a study is data, made of a few lines.
 *
 * @module
 */
export { compare, type Comparison } from "./analysis/comparisons.ts";
export * from "./study/configuration.ts";
export * from "./storage/configuration_file.ts";
export * from "./training/dataset.ts";
export { findInGradients, findInOutputs, findInParameters } from "./training/divergence.ts";
export * from "./training/evaluate.ts";
export * from "./training/exponentials.ts";
export { defaultRungs, type Halving } from "./study/halving.ts";
export { type GridPoint, type Importance, importances } from "./analysis/importance.ts";
export * from "./training/metrics.ts";
export * from "./training/model.ts";
export * from "./training/resumable_run.ts";
export * from "./charts/svg.ts";
export { progressLine, type ProgressState } from "./cli/experiment/progress_line.ts";
export * from "./analysis/published.ts";
export * from "./analysis/run_summary.ts";
export * from "./analysis/run_tables.ts";
export * from "./study/run_record.ts";
export * from "./study/study_data.ts";
export * from "./study/study_record.ts";
export type { Reporter } from "./study/reporter.ts";
export * from "./runner/merge_study.ts";
export * from "./runner/redraw.ts";
export * from "./runner/run_study.ts";
export type { RunStudyOptions } from "./runner/run_study_options.ts";
export * from "./analysis/statistics.ts";
export * from "./studies/mod.ts";
export * from "./study/study.ts";
export { nearest } from "./cli/suggest.ts";
export { summarizeVariants, type VariantSummary } from "./analysis/summary.ts";
export * from "./cli/table.ts";
export * from "./training/train.ts";
export { OutputError } from "./storage/write_file.ts";
