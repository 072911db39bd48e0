import { conclusionOf } from "../analysis/conclusion.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StudyPlan, StudyRecord, StudyResult } from "../study/study_record.ts";
import type { ResultFolder } from "./result_folder.ts";
import type { StudyExecution } from "./study_execution.ts";

/**
 * Measures what the study measures besides its runs, draws the conclusion, and writes both with the tables and plots.
 *
 * @throws {RunError} If there is nothing but runs that failed.
 */
export async function conclude(
  plan: StudyPlan,
  execution: StudyExecution,
  results: ResultFolder | undefined,
  { complete, signal }: { complete: boolean; signal?: AbortSignal },
): Promise<StudyResult> {
  const { records, failures } = execution;
  const interrupted = signal?.aborted === true &&
    (!complete || records.some(({ status }) => status === "interrupted"));
  const models = await execution.showModels();
  const left: StudyResult = {
    ...plan,
    records,
    extra: {},
    conclusion: [],
    files: models,
    interrupted,
    elsewhere: complete || interrupted ? [] : execution.missing.map(({ name }) => name),
  };
  const anything = records.some(({ epochs, status }) => epochs.length > 0 || status === "diverged");
  if (!anything && failures.length > 0 && failures.length === records.length) throw new RunError(failures[0]);
  if (!anything || plan.shard) return left;
  await results?.save(left); // before anything is measured that could fail
  const extra = (await plan.study.extra?.())?.measure(left) ?? {};
  const record: StudyRecord = { ...left, extra };
  const conclusion = await conclusionOf(record);
  await results?.finish(record, conclusion);
  return {
    ...left,
    extra,
    conclusion,
    files: [...results?.files ?? [], ...models, ...execution.eventFolders],
  };
}

/** A study has nothing to show but runs that failed. */
export class RunError extends Error {
  override readonly name = "RunError";

  /** An error that says why one of them did. */
  constructor({ run, error }: RunRecord) {
    super(/^Cannot /.test(error ?? "") ? error : `Cannot train ${run.name}: ${error}`);
  }
}
