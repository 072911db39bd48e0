import { HeldClaim } from "../storage/claim.ts";
import { FolderStore } from "../storage/folder_store.ts";
import { refuseForeign } from "../storage/own_folder.ts";
import { checkFolder } from "../storage/read_file.ts";
import { OutputError } from "../storage/output_error.ts";
import { removeParts } from "../storage/parts.ts";
import type { StudyPlan, StudyResult } from "../study/study_record.ts";
import type { Study } from "../study/study.ts";
import { conclude } from "./conclude.ts";
import { layOut } from "./lay_out.ts";
import { mixedOrigins } from "./origins.ts";
import { ResultFolder } from "./result_folder.ts";
import type { RunStudyOptions } from "./run_study_options.ts";
import { StudyExecution } from "./study_execution.ts";

export interface MergeOptions extends RunStudyOptions {
  readonly folder: string;
  /** Whether to be content with a part of the runs. */
  readonly allowGaps?: boolean;
  /** Whether to refuse runs that were not all trained with the same version of Deno, processor and kernels. */
  readonly strict?: boolean;
}

/**
 * Writes the tables and plots of a study from what its runs have left in its folder: the same files as if one program had
 * trained them all.
 *
 * @throws {GapError} If runs are not finished, unless `allowGaps` is set. Then nothing is written.
 * @throws {OutputError} If a file can't be read or written.
 */
export async function mergeStudy(study: Study, options: MergeOptions): Promise<StudyResult> {
  const { execution, plan, configuration } = await standingOf(study, options);
  const { missing } = execution;
  if (missing.length > 0 && !options.allowGaps || execution.records.length === 0) {
    throw new GapError(missing.map(({ name }) => name), plan.runs.length);
  }
  const { folder, strict, reporter } = options, mixed = mixedOrigins(execution.records);
  if (mixed && strict) throw new OutputError(`Cannot merge: ${mixed}`);
  if (mixed) reporter?.warn?.(mixed);
  await refuseForeign(folder);
  const claim = await HeldClaim.take(`${folder}/claims`, "merge");
  try {
    await removeParts(folder);
    const results = await ResultFolder.open(folder, configuration);
    return await conclude(plan, execution, results, { complete: missing.length === 0 });
  } finally {
    await claim.release();
  }
}

export class GapError extends Error {
  override readonly name = "GapError";

  constructor(missing: readonly string[], count: number) {
    const shown = missing.slice(0, 10).join(", ") + (missing.length > 10 ? " …" : "");
    super(
      `Cannot merge: ${missing.length} of ${count} runs are not finished (${shown}); --status tells more, ` +
        `--allow-gaps takes what there is`,
    );
  }
}

/** Finds out how far the runs of a study are that has a folder, training nothing and writing nothing. */
export async function standingOf(
  study: Study,
  options: RunStudyOptions & { readonly folder: string },
): Promise<{ execution: StudyExecution; plan: StudyPlan; configuration: string }> {
  const { folder, reporter = {} } = options;
  await checkFolder(folder);
  const layout = await layOut(study, options);
  const store = new FolderStore(`${folder}/runs`, (message) => reporter.warn?.(message));
  const execution = new StudyExecution({ ...layout, store });
  const earlier = await execution.recall();
  await execution.run();
  return { execution, plan: { ...layout.plan, earlier }, configuration: layout.configuration };
}
