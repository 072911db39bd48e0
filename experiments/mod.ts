/**
 * The studies: networks trained and compared, from a table of settings to files of results.
 *
 * `train` is one run, `runStudy` all runs of a study; a study is data, made of a few lines.
 *
 * @module
 */
export { holm, kruskalWallis, welch } from "./analysis/statistics.ts";
export { progressLine } from "./cli/experiment/progress_line.ts";
export { nearest } from "./cli/suggest.ts";
export { table } from "./cli/table.ts";
export { runStudy } from "./runner/run_study.ts";
export { studies } from "./studies/mod.ts";
export { DEFAULTS, type RunConfiguration } from "./study/configuration.ts";
export { type Run } from "./study/run_names.ts";
export type { RunRecord } from "./study/run_record.ts";
export { runsOf, type Study } from "./study/study.ts";
export type { StudyRecord, StudyResult } from "./study/study_record.ts";
export { openDataset } from "./training/dataset.ts";
export { countCorrect } from "./training/metrics.ts";
export { ResumableRun } from "./training/resumable_run.ts";
export { prepare, train } from "./training/train.ts";
