/** Says how far a study is.
 * @module
 */
import { standingOf } from "../../../runner/merge_study.ts";
import { statusText } from "../../../runner/shards/status.ts";
import type { AskedStudy } from "../../../study/study_record.ts";
import { runnerOptions, type Session } from "../session.ts";
import { plannedFor } from "../shard_of.ts";

/** Says what is finished, running, paused and missing. */
export async function statusOne(asked: AskedStudy, session: Session): Promise<number> {
  const { execution, plan } = await standingOf(asked.study, runnerOptions(asked, session));
  const { division } = await plannedFor(asked, session) ?? {};
  const shards = session.invocation.shards ?? division?.shards ?? plan.runs.length;
  session.io.out(await statusText(plan, execution, { shards, firstTask: division?.firstTask ?? 1 }));
  return 0;
}
