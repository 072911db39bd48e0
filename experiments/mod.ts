/**
 * The studies: networks trained and compared, from a table of settings to files of results.
 *
 * `train` is one run, `runStudy` all runs of a study; a study is data, made of a few lines.
 *
 * @module
 */
export { compare, type Comparison } from "./comparisons.ts";
export * from "./configuration.ts";
export * from "./configuration_file.ts";
export * from "./dataset.ts";
export { findInGradients, findInOutputs, findInParameters, type Place } from "./divergence.ts";
export * from "./evaluate.ts";
export * from "./exponentials.ts";
export { parseGrid } from "./grid_file.ts";
export { defaultRungs, type Halving } from "./halving.ts";
export { type GridPoint, type Importance, importances } from "./importance.ts";
export * from "./metrics.ts";
export * from "./model.ts";
export * from "./perform.ts";
export * from "./plot.ts";
export type { LayerMeasures, WatchedStep } from "./probe.ts";
export { progressLine, type Standing } from "./progress_line.ts";
export * from "./published.ts";
export * from "./results.ts";
export * from "./run_study.ts";
export * from "./statistics.ts";
export * from "./studies/mod.ts";
export * from "./study.ts";
export { nearest } from "./suggest.ts";
export { summarizeVariants, type VariantSummary } from "./summary.ts";
export * from "./table.ts";
export * from "./train.ts";
export { OutputError } from "./storage/write_file.ts";
