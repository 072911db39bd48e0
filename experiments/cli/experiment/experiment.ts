/** What the command does once its options are read.
 * @module
 */
import { startThreads } from "@chainrule/core";
import { useBlas } from "@chainrule/core/blas";
import { openDataset } from "../../training/dataset.ts";
import { plural, wrap } from "../../study/format.ts";
import type { Io } from "../io.ts";
import type { Invocation } from "../options.ts";
import { outcome } from "./outcome.ts";
import { Progress } from "./progress.ts";
import { layOut } from "../../runner/lay_out.ts";
import { mergeStudy, standingOf } from "../../runner/merge_study.ts";
import { runStudy } from "../../runner/run_study.ts";
import {
  checkManifest,
  makeManifest,
  type Manifest,
  readManifest,
  writeManifest,
} from "../../runner/shards/manifest.ts";
import { arrayList, shardOfTask } from "../../runner/shards/shard.ts";
import { statusText } from "../../runner/shards/status.ts";
import { mayGoOn } from "../../runner/shards/turns.ts";
import { arrayVariables } from "../../runner/shards/variables.ts";
import { makeFolder, OutputError } from "../../storage/write_file.ts";
import type { StudyData } from "../../study/study_data.ts";
import type { RunRecord } from "../../study/run_record.ts";
import type { AskedStudy, StudyResult } from "../../study/study_record.ts";
import type { Shard } from "../../study/shard.ts";
import { UsageError } from "../../study/usage_error.ts";

/** More share too little work in the networks of the studies. */
const MOST_THREADS = 8;

/** The exit code for "not done, run it again": `EX_TEMPFAIL` of sysexits.h. */
export const AGAIN = 75;

/** What all studies of an invocation share. */
interface Setting {
  readonly invocation: Invocation;
  readonly io: Io;
  readonly data: StudyData;
  /** The command that would run it all at once, to be noted with the results. */
  readonly command: string;
  readonly warn: (message: string) => void;
}

/**
 * Runs studies and shows them, or says how far they are.
 *
 * @param args The command line, to be noted with the results.
 * @returns The exit code.
 */
export async function experiment(invocation: Invocation, args: readonly string[], io: Io): Promise<number> {
  const { asked, dataDir, quiet, action, blas } = invocation;
  const used = blas === undefined ? undefined : useBlas(blas);
  try {
    const columns = quiet ? undefined : io.columns();
    const clear = columns === undefined ? "" : "\r\x1b[K";
    const warn = (message: string) => io.error(clear + warning(message, io.color, columns));
    const opening = openDataset(asked[0].runs[0].configuration.dataset, {
      dir: dataDir,
      warn,
      progress: (message) => columns !== undefined && io.error(clear + message.slice(0, columns - 1)),
    });
    const data = await orInterrupt(opening, io.interrupt);
    io.error(clear);
    if (!data) return interruptedCode(io.interrupt);
    const setting = { invocation, io, data, warn, command: commandOf(args) };
    const act = { run: runOne, plan: planOne, status: showOne, merge: mergeOne }[action];
    let code = 0;
    for (const [i, study] of asked.entries()) {
      if (i > 0) io.out("\n");
      const own = await act(study, setting);
      if (io.interrupt.aborted && own !== 0) return own;
      code ||= own;
    }
    return code;
  } finally {
    used?.stop();
  }
}

/** Trains a study, or a part of it. */
async function runOne({ study, ...choices }: AskedStudy, setting: Setting): Promise<number> {
  const { invocation, io, data, warn, command } = setting;
  const { logEvery, quiet, fresh, checkpointEvery, asked, blas, saveModels } = invocation;
  const folder = folderOf(study.name, setting);
  const shard = await shardOf({ study, ...choices }, setting);
  const count = Math.ceil(choices.runs.length / (shard?.count ?? 1)), cores = navigator.hardwareConcurrency;
  const jobs = invocation.jobs ?? ((invocation.threads ?? 1) === 1 && count >= cores ? cores : 1);
  const threads = jobs > 1
    ? undefined
    : await startThreads(invocation.threads ?? Math.min(cores, MOST_THREADS));
  let result: StudyResult;
  try {
    result = await runStudy(study, {
      ...{
        ...choices,
        data,
        logEvery,
        folder,
        command,
        shard,
        fresh,
        jobs,
        blas,
        checkpointEvery,
        saveModels,
      },
      ...{ threads: invocation.threads ?? 1, signal: io.interrupt },
      reporter: quiet ? { warn } : new Progress(io, warn),
    });
  } catch (error) {
    // Without a cause: another program is at this shard, or was when its machine was last heard of.
    if (!shard || !(error instanceof OutputError) || error.cause) throw error;
    io.error(error.message + "\n");
    return AGAIN;
  } finally {
    threads?.stop();
  }
  if (!quiet) io.error("\n");
  return show(result, setting, asked.length > 1);
}

/** Shows what a study came to. */
function show(result: StudyResult, { io }: Setting, several: boolean): number {
  const { study, records, interrupted, elsewhere, shard, runs } = result;
  if (several) io.out(`${study.name}: ${study.title}\n\n`);
  // Runs of other shards that are not finished were not interrupted: they may be at it.
  const atIt = (record: RunRecord): RunRecord =>
    record.status === "interrupted" ? { ...record, status: "running" } : record;
  const seen = shard && !interrupted ? records.map(atIt) : records;
  io.out(outcome({ ...result, records: seen }, io.outColumns()));
  if (interrupted) {
    io.error(
      records.length > 0
        ? "\nInterrupted: nothing is lost, and the same command goes on from here.\n"
        : "\nInterrupted before training began: nothing was written.\n",
    );
    return interruptedCode(io.interrupt);
  }
  const failed = records.some(({ status }) => status === "failed");
  if (shard && elsewhere.length > 0) {
    const again = mayGoOn(shard, result, records);
    const hint = again
      ? " Other shards must come as far before this one can go on: run it again."
      : failed
      ? ""
      : " This shard is done.";
    io.error(`\nNot finished: ${plural(elsewhere.length, "run")}; --status says which.${hint}\n`);
    return failed ? 1 : again ? AGAIN : 0;
  }
  if (shard && !failed) {
    io.error(
      `\nAll ${plural(runs.length, "run")} of the study are finished: --merge writes the tables and plots.\n`,
    );
  }
  return failed ? 1 : 0;
}

/** Writes what the runs of a study are. */
async function planOne({ study, ...choices }: AskedStudy, setting: Setting): Promise<number> {
  const { invocation, io, data } = setting;
  const folder = folderOf(study.name, setting);
  const { plan, runs } = await layOut(study, { ...choices, data, logEvery: invocation.logEvery, folder });
  const division = { shards: invocation.shards ?? runs.length, firstTask: 1 };
  await makeFolder(folder);
  await writeManifest(folder, makeManifest(plan, runs, division));
  const tasks = Array.from({ length: Math.min(division.shards, runs.length) }, (_, i) => i + 1);
  io.out(
    `${plural(runs.length, "run")} in ${plural(division.shards, "shard")}, for a job array:\n` +
      `  --array=${arrayList(tasks)}\n\nWritten:\n  ${folder}/manifest.json\n`,
  );
  return 0;
}

/** Says how far a study is. */
async function showOne({ study, ...choices }: AskedStudy, setting: Setting): Promise<number> {
  const { invocation, io, data, warn } = setting;
  const folder = folderOf(study.name, setting);
  const options = { ...choices, data, logEvery: invocation.logEvery, folder, reporter: { warn } };
  const { execution, plan } = await standingOf(study, options);
  const { division } = await planFor({ study, ...choices }, setting) ?? {};
  const shards = invocation.shards ?? division?.shards ?? plan.runs.length;
  io.out(await statusText(plan, execution, { shards, firstTask: division?.firstTask ?? 1 }));
  return 0;
}

/** Writes the tables and plots of a study from its finished runs. */
async function mergeOne({ study, ...choices }: AskedStudy, setting: Setting): Promise<number> {
  const { invocation, io, data, warn, command } = setting;
  await planFor({ study, ...choices }, setting);
  const result = await mergeStudy(study, {
    ...{ ...choices, data, logEvery: invocation.logEvery, command, reporter: { warn } },
    ...{ folder: folderOf(study.name, setting), allowGaps: invocation.allowGaps },
  });
  if (invocation.asked.length > 1) io.out(`${study.name}: ${study.title}\n\n`);
  io.out(outcome(result, io.outColumns()));
  return 0;
}

/** The plan in the folder of a study, if there is one. Warns if it is for other runs: these then seem to be missing. */
async function planFor({ study, ...choices }: AskedStudy, setting: Setting): Promise<Manifest | undefined> {
  const { invocation: { logEvery }, data, warn } = setting;
  const folder = folderOf(study.name, setting);
  const planned = await readManifest(folder);
  if (!planned) return undefined;
  const { plan, runs } = await layOut(study, { ...choices, data, logEvery, folder });
  try {
    checkManifest(folder, planned, makeManifest(plan, runs, planned.division));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    warn(error.message);
  }
  return planned;
}

function folderOf(name: string, { invocation }: Setting): string {
  return `${invocation.out.replace(/\/+$/, "") || "/"}/${name}`;
}

/** The part of a study that is to be trained here: what was said, or what a job array says. */
async function shardOf({ study, ...choices }: AskedStudy, setting: Setting): Promise<Shard | undefined> {
  const { invocation: { shard, shards, logEvery }, data } = setting;
  const variables = arrayVariables();
  if (!shard && Object.keys(variables).length === 0) {
    if (shards === undefined) return undefined;
    throw new UsageError(
      "Cannot use --shards here: this is no task of a job array, want --shard I/N or --plan",
    );
  }
  const folder = folderOf(study.name, setting);
  const { plan, runs } = await layOut(study, { ...choices, data, logEvery, folder });
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

/** The command line without what says how and where to train, and not what. */
function commandOf(args: readonly string[]): string {
  const names = "(out|jobs|threads|shard|shards|checkpoint-every)";
  const withValue = new RegExp(`^--${names}$`),
    alone = new RegExp(`^--(${names}=|(fresh|merge|allow-gaps|quiet)(=|$))`);
  const words = args.filter((word, i) =>
    ![withValue, alone].some((name) => name.test(word)) && !withValue.test(args[i - 1] ?? "")
  );
  return ["deno task experiment", ...words.map(shellQuote)].join(" ");
}

/** 128 and the number of the signal, as shells have it; of SIGTERM, which clusters send, what says "again". */
function interruptedCode({ reason }: AbortSignal): number {
  return reason === "SIGTERM" ? AGAIN : 130;
}

/** What a promise brings, or undefined if the interrupt comes first. */
function orInterrupt<T>(promise: Promise<T>, interrupt: AbortSignal): Promise<T | undefined> {
  if (interrupt.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    interrupt.addEventListener("abort", stop);
    promise.then(resolve, reject).finally(() => interrupt.removeEventListener("abort", stop));
  });
}

/** A warning that can't be overlooked. */
function warning(message: string, color: boolean, columns = 110): string {
  const lines = message.split("\n").flatMap((line) => wrap(line, columns - 10));
  const text = lines.map((line, i) => (i === 0 ? "WARNING: " : "         ") + line).join("\n");
  return (color ? `\x1b[1;33m${text}\x1b[0m` : text) + "\n\n";
}

/** A word of a command line as a shell would take it. */
function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
