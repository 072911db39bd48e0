import { startThreads } from "@chainrule/core";
import { affordable, FILES_PER_WORKER } from "../../runner/jobs/open_files.ts";
import { runStudy } from "../../runner/run_study.ts";
import { mayGoOn } from "../../runner/shards/turns.ts";
import { OutputError } from "../../storage/output_error.ts";
import { plural } from "../../study/format.ts";
import type { RunRecord } from "../../study/run_record.ts";
import type { StudyResult } from "../../study/study_record.ts";
import { AGAIN, interruptedCode } from "./interrupt.ts";
import type { Invocation } from "./invocation.ts";
import { outcome } from "./outcome.ts";
import { jobsOf } from "./jobs.ts";
import { ProgressDisplay } from "./progress_display.ts";
import { heading, type Session } from "./session.ts";
import { shardOf } from "./shards.ts";

/** More share too little work in the networks of the studies. */
const MOST_THREADS = 8;

/** Trains a study and shows what it came to. */
export async function run(session: Session): Promise<number> {
  const { asked, options, invocation, io, warn } = session;
  const shard = await shardOf(session);
  const jobs = jobsOf(asked, Math.ceil(asked.runs.length / (shard?.count ?? 1)), invocation);
  const helpers = jobs > 1 ? undefined : await startThreads(affordableThreads(threadsOf(invocation), warn));
  let result: StudyResult;
  try {
    result = await runStudy(asked.study, {
      ...options,
      shard,
      jobs,
      fresh: invocation.fresh,
      tensorboard: invocation.tensorboard,
      signal: io.interrupt,
      reporter: invocation.quiet ? { warn } : new ProgressDisplay(io, warn),
    });
  } catch (error) {
    // Without a cause: another program is at this shard, or was when its machine was last heard of.
    if (!shard || !(error instanceof OutputError) || error.cause) throw error;
    io.error(error.message + "\n");
    return AGAIN;
  } finally {
    helpers?.stop();
  }
  if (!invocation.quiet) io.error("\n");
  return show(result, session);
}

/** How many threads share the work of a run that is trained alone. */
export function threadsOf({ threads }: Pick<Invocation, "threads">): number {
  return threads ?? Math.min(navigator.hardwareConcurrency, MOST_THREADS);
}

/** So many threads as there may be open files for: this one, and those that are started. */
function affordableThreads(threads: number, warn: Session["warn"]): number {
  if (threads === 1) return threads;
  const possible = affordable(threads - 1, FILES_PER_WORKER) + 1;
  if (possible < threads) {
    warn(
      `${possible} threads share the work and not ${threads}: more files may not be open here (ulimit -n)`,
    );
  }
  return possible;
}

function show(result: StudyResult, { io, invocation }: Session): number {
  const { records, interrupted, elsewhere, shard, runs } = result;
  // Runs of other shards that are not finished were not interrupted: they may be at it.
  const atIt = (record: RunRecord): RunRecord =>
    record.status === "interrupted" ? { ...record, status: "running" } : record;
  const seen = shard && !interrupted ? records.map(atIt) : records;
  io.out(heading(result, invocation) + outcome({ ...result, records: seen }, io.outColumns()));
  if (interrupted) {
    io.error(
      records.length > 0
        ? "\nInterrupted: nothing is lost, and the same command goes on from here.\n"
        : "\nInterrupted before training began: nothing was written.\n",
    );
    return interruptedCode(io.interrupt);
  }
  const code = records.some(({ status }) => status === "failed") ? 1 : 0;
  if (!shard) return code;
  const again = elsewhere.length > 0 && mayGoOn(shard, result, records);
  if (elsewhere.length > 0) {
    const done = code === 0 ? " This shard is done." : "";
    const hint = again ? " Other shards must come as far before this one can go on: run it again." : done;
    io.error(`\nNot finished: ${plural(elsewhere.length, "run")}; --status says which.${hint}\n`);
  } else if (code === 0) {
    const all = plural(runs.length, "run");
    io.error(`\nAll ${all} of the study are finished: --merge writes the tables and plots.\n`);
  }
  return code || (again ? AGAIN : 0);
}
