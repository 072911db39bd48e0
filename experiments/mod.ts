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
export { findInGradients, findInOutputs, findInParameters, type Place } from "./training/divergence.ts";
export * from "./training/evaluate.ts";
export * from "./training/exponentials.ts";
export { parseGrid } from "./cli/grid_file.ts";
export { defaultRungs, type Halving } from "./study/halving.ts";
export { type GridPoint, type Importance, importances } from "./analysis/importance.ts";
export * from "./training/metrics.ts";
export * from "./training/model.ts";
export * from "./training/perform.ts";
export * from "./charts/plot.ts";
export type { LayerMeasures, WatchedStep } from "./training/probe.ts";
export { progressLine, type Standing } from "./cli/progress_line.ts";
export * from "./analysis/published.ts";
export * from "./analysis/results.ts";
export * from "./runner/run_study.ts";
export * from "./analysis/statistics.ts";
export * from "./studies/mod.ts";
export * from "./study/study.ts";
export { nearest } from "./cli/suggest.ts";
export { summarizeVariants, type VariantSummary } from "./analysis/summary.ts";
export * from "./cli/table.ts";
export * from "./training/train.ts";
export { OutputError } from "./storage/write_file.ts";
