/** Parts of a study for several machines, and what is done with them besides training.
 * @module
 */
import { layOut } from "../../runner/lay_out.ts";
import { mixedOrigins } from "../../runner/origins.ts";
import { mergeStudy, standingOf } from "../../runner/merge_study.ts";
import {
  checkManifest,
  makeManifest,
  type Manifest,
  readManifest,
  writeManifest,
} from "../../runner/shards/manifest.ts";
import { arrayList, type Division, shardOfTask } from "../../runner/shards/shard.ts";
import { statusText } from "../../runner/shards/status.ts";
import { arrayVariables } from "../../runner/shards/variables.ts";
import { refuseForeign } from "../../storage/own_folder.ts";
import { makeFolder } from "../../storage/write_file.ts";
import { plural } from "../../study/format.ts";
import type { Shard } from "../../study/shard.ts";
import { UsageError } from "../../study/usage_error.ts";
import { outcome } from "./outcome.ts";
import { heading, type Session } from "./session.ts";

/** Writes what the runs of a study are to `manifest.json`. */
export async function plan(session: Session): Promise<number> {
  const { asked: { runs }, options: { folder }, invocation, io } = session;
  const { shards = runs.length } = invocation;
  await write(session, { shards, firstTask: 1 });
  const tasks = Array.from({ length: Math.min(shards, runs.length) }, (_, i) => i + 1);
  io.out(
    `${plural(runs.length, "run")} in ${plural(shards, "shard")}, for a job array:\n` +
      `  --array=${arrayList(tasks)}\n\nWritten:\n  ${folder}/manifest.json\n`,
  );
  return 0;
}

/** Says what is finished, running, paused and missing. */
export async function status(session: Session): Promise<number> {
  const { asked, options, invocation, io } = session;
  const { execution, plan } = await standingOf(asked.study, options), mixed = mixedOrigins(execution.records);
  if (mixed) session.warn(mixed);
  const division = await plannedDivision(session);
  const shards = invocation.shards ?? division?.shards ?? plan.runs.length;
  io.out(await statusText(plan, execution, { shards, firstTask: division?.firstTask ?? 1 }));
  return 0;
}

/** Writes the tables and plots of a study from what shards have trained. */
export async function merge(session: Session): Promise<number> {
  const { asked, options, invocation, io } = session;
  await plannedDivision(session);
  const result = await mergeStudy(asked.study, {
    ...options,
    allowGaps: invocation.allowGaps,
    strict: invocation.strict,
  });
  io.out(heading(asked, invocation) + outcome(result, io.outColumns()));
  return 0;
}

/** The part of a study that is to be trained here: what was said, or what a job array says. */
export async function shardOf(session: Session): Promise<Shard | undefined> {
  const { options: { folder }, invocation: { shard, shards } } = session;
  const variables = arrayVariables();
  if (!shard && Object.keys(variables).length === 0) {
    if (shards === undefined) return undefined;
    throw new UsageError(
      "Cannot use --shards here: this is no task of a job array, want --shard I/N or --plan",
    );
  }
  const planned = await readManifest(folder);
  if (planned) checkManifest(folder, planned, await manifestOf(session, planned.division));
  if (shard) return shard;
  const task = shardOfTask(variables, planned?.division, shards);
  // Tasks that are run again later must know how many there were.
  if (task && !planned) await write(session, task.division);
  return task?.shard;
}

/** How the plan in the folder divides the study. Warns if it is for other runs: these then seem to be missing. */
async function plannedDivision(session: Session): Promise<Division | undefined> {
  const { folder } = session.options, planned = await readManifest(folder);
  if (!planned) return undefined;
  try {
    checkManifest(folder, planned, await manifestOf(session, planned.division));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    session.warn(error.message);
  }
  return planned.division;
}

async function manifestOf({ asked, options }: Session, division: Division): Promise<Manifest> {
  const { plan, runs } = await layOut(asked.study, options);
  return makeManifest(plan, runs, division);
}

async function write(session: Session, division: Division): Promise<void> {
  const { folder } = session.options;
  const manifest = await manifestOf(session, division);
  await refuseForeign(folder);
  await makeFolder(folder);
  await writeManifest(folder, manifest);
}
