/**
 * The studies: networks trained and compared, from a table of settings to files of results.
 *
 * `train` is one run, `runStudy` all runs of a study; a study is data, made of a few lines.
 *
 * @module
 */
export * from "./configuration.ts";
export * from "./configuration_file.ts";
export * from "./dataset.ts";
export * from "./evaluate.ts";
export * from "./metrics.ts";
export * from "./model.ts";
export * from "./perform.ts";
export * from "./plot.ts";
export { progressLine, type Standing } from "./progress_line.ts";
export * from "./published.ts";
export * from "./results.ts";
export * from "./run_study.ts";
export * from "./studies/mod.ts";
export * from "./study.ts";
export { nearest } from "./suggest.ts";
export * from "./table.ts";
export * from "./train.ts";
export { OutputError } from "./write_file.ts";
