/** Which part of a study is to be done here, and what the plan in its folder says.
 * @module
 */
import { layOut } from "../../runner/lay_out.ts";
import {
  checkManifest,
  makeManifest,
  type Manifest,
  readManifest,
  writeManifest,
} from "../../runner/shards/manifest.ts";
import { shardOfTask } from "../../runner/shards/shard.ts";
import { arrayVariables } from "../../runner/shards/variables.ts";
import { makeFolder } from "../../storage/write_file.ts";
import type { Shard } from "../../study/shard.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import { UsageError } from "../../study/usage_error.ts";
import { runnerOptions, type Session } from "./session.ts";

/** The plan in the folder of a study, if there is one. Warns if it is for other runs: these then seem to be missing. */
export async function plannedFor(asked: AskedStudy, session: Session): Promise<Manifest | undefined> {
  const options = runnerOptions(asked, session), planned = await readManifest(options.folder);
  if (!planned) return undefined;
  const { plan, runs } = await layOut(asked.study, options);
  try {
    checkManifest(options.folder, planned, makeManifest(plan, runs, planned.division));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    session.warn(error.message);
  }
  return planned;
}

/** The part of a study that is to be trained here: what was said, or what a job array says. */
export async function shardOf(asked: AskedStudy, session: Session): Promise<Shard | undefined> {
  const { shard, shards } = session.invocation;
  const variables = arrayVariables();
  if (!shard && Object.keys(variables).length === 0) {
    if (shards === undefined) return undefined;
    throw new UsageError(
      "Cannot use --shards here: this is no task of a job array, want --shard I/N or --plan",
    );
  }
  const options = runnerOptions(asked, session), { folder } = options;
  const { plan, runs } = await layOut(asked.study, options);
  const planned = await readManifest(folder);
  if (planned) checkManifest(folder, planned, makeManifest(plan, runs, planned.division));
  if (shard) return shard;
  const task = shardOfTask(variables, planned?.division, shards);
  if (task && !planned) {
    // Tasks that are run again later must know how many there were.
    await makeFolder(folder);
    await writeManifest(folder, makeManifest(plan, runs, task.division));
  }
  return task?.shard;
}
