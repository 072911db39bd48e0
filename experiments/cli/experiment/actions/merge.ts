/** Writes the tables and plots of a study from its finished runs.
 * @module
 */
import { mergeStudy } from "../../../runner/merge_study.ts";
import type { AskedStudy } from "../../../study/study_record.ts";
import { outcome } from "../outcome.ts";
import { heading, runnerOptions, type Session } from "../session.ts";
import { plannedFor } from "../shard_of.ts";

/** Merges what shards have trained. */
export async function mergeOne(asked: AskedStudy, session: Session): Promise<number> {
  const { invocation, io } = session;
  await plannedFor(asked, session);
  const { allowGaps } = invocation;
  const result = await mergeStudy(asked.study, { ...runnerOptions(asked, session), allowGaps });
  io.out(heading(asked, invocation) + outcome(result, io.outColumns()));
  return 0;
}
