/** What a study says, in words and further tables.
 * @module
 */
import { conclude } from "./conclusion.ts";
import type { StudyResult } from "../runner/run_study.ts";
import type { Findings } from "../study/study.ts";

/** What the runs say, and what else the study measures. */
export async function findings(result: StudyResult): Promise<Findings> {
  const own = await (await result.study.findings?.())?.findings(result);
  return { files: own?.files ?? {}, conclusion: [...conclude(result), ...own?.conclusion ?? []] };
}
