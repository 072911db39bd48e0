/** What tests of this package share.
 * @module
 */
import { saveCheckpoint } from "@chainrule/core";
import { parse } from "@std/csv";
import { syntheticDigits } from "@chainrule/data";
import { NativeError } from "../core/kernels/native/errors.ts";
import { loadNative } from "../core/kernels/native/load.ts";
import { relaxed } from "../core/kernels/wasm.ts";
import type { PausedRun } from "./storage/run_store.ts";
import type { Run } from "./study/run_names.ts";
import { toPlain } from "./study/json.ts";
import type { TimedEpoch } from "./study/run_record.ts";
import { StepLog } from "./study/step_log.ts";
import { StepSealer } from "./study/step_seal.ts";
import type { StudyData } from "./study/study_data.ts";
import type { RunState } from "./training/run_state.ts";
import { prepare } from "./training/train.ts";

/** Few and small digits, quickly drawn and learned. */
export function fewDigits(train = 300, test = 60): StudyData {
  const digits = syntheticDigits({ train, test, rows: 10, columns: 10, seed: 1 });
  return { name: "synthetic", ...digits, source: "a test", verified: undefined, checksum: "0123" };
}

/** Whether there are native kernels that may be loaded, and WebAssembly has the multiply-adds that round as theirs. */
export function hasNative(): boolean {
  try {
    loadNative();
    return relaxed;
  } catch (error) {
    if (!(error instanceof NativeError)) throw error;
    return false;
  }
}

/** Calls `body` with a folder that is removed afterwards. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The rows of a CSV without its columns of times. */
export function withoutSeconds(csv: string): string[][] {
  const rows = parse(csv);
  const kept = rows[0].map((name) => !/seconds|_ns$/.test(name));
  return rows.map((row) => row.filter((_, i) => kept[i]));
}

/** The names of all that is in a folder, sorted; nothing if there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}

/** A run after its first epoch, in which so many steps were logged. */
export async function pausedWithSteps(
  run: Run & { readonly id?: string },
  data: StudyData,
  count: number,
): Promise<PausedRun> {
  const steps = new StepLog(), of = { type: "step", epoch: 1, images: 40 } as const;
  for (let i = 1; i <= count; i++) steps.push({ ...of, iteration: i, loss: 1 / i, accuracy: 0.5 });
  const epoch: TimedEpoch = {
    type: "epoch",
    epoch: 1,
    trainLoss: 1,
    trainAccuracy: 0.5,
    heldOutLoss: 1,
    heldOutAccuracy: 0.5,
    seconds: 1,
  };
  const state: RunState = {
    id: run.id,
    parameters: 1,
    epochs: [epoch],
    steps: new StepSealer().of(steps),
    watched: [],
  };
  const checkpoint = await saveCheckpoint(prepare(run.configuration, data), toPlain(state));
  const record = { run, parameters: 1, epochs: [epoch], steps, watched: [], status: "running" } as const;
  return { record, checkpoint };
}
