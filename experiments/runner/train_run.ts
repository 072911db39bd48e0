import type { HeldClaim } from "../storage/claim.ts";
import { hasModel, modelPath, writeModel } from "../storage/model_file.ts";
import type { IdentifiedRun } from "../storage/run_identity.ts";
import type { RunStore } from "../storage/run_store.ts";
import type { Reporter } from "../study/reporter.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";
import type { StudyPlan } from "../study/study_record.ts";
import type { Trainer } from "./jobs/trainer.ts";
import { asOf } from "./record_as_of.ts";

export interface TrainRunOptions {
  readonly plan: StudyPlan;
  readonly store: RunStore;
  readonly trainer: () => Promise<Trainer>;
  readonly claim?: HeldClaim;
  readonly reporter?: Reporter;
  /** Whether the trained parameters are kept in the folder of the study. */
  readonly saveModels?: boolean;
  /** Gets the path of the trained parameters, if they are kept. */
  readonly models: string[];
  /** Whether images that are held out of the training set take the place of the test set. */
  readonly heldOut: boolean;
  readonly until: number;
  readonly signal: AbortSignal;
  readonly onEpoch: (record: RunRecord) => Promise<void>;
}

/** Trains a run until so many epochs, from wherever it is. */
export async function trainRun(run: IdentifiedRun, options: TrainRunOptions): Promise<RunRecord> {
  const { plan, store, claim, reporter = {}, models, heldOut, until, signal } = options;
  const stored = await store.read(run);
  const there = stored && asOf({ ...stored.record, run }, until);
  if (there && await modelIsThere(run, there, options)) {
    if (hasEnded(stored.record)) await store.tidy(run);
    return there;
  }
  if (stored && !stored.checkpoint) await store.remove(run); // it is over, and its parameters are gone
  claim?.begins(run.name);
  /** How many epochs the last checkpoint has. */
  let kept: number | undefined;
  try {
    const trainer = await options.trainer();
    const { record, checkpoint, model } = await trainer.train({
      run,
      heldOut,
      signal,
      until,
      checkpoint: stored?.checkpoint,
      steps: stored?.record.steps,
      onStep: (record, step) => reporter.step?.(record, step),
      onEpoch: async (record, epoch) => {
        reporter.epoch?.(record, epoch);
        await options.onEpoch(record);
      },
      onCheckpoint: async (paused) => {
        await store.saveCheckpoint(run, paused);
        kept = paused.record.epochs.length;
      },
    });
    if (model) models.push(await writeModel(plan.folder!, run, model));
    if (hasEnded(record)) await store.saveRecord(run, record);
    // From its last epoch on, a trial of a rung may be stopped by whoever has it: nothing may be written twice then.
    else if (checkpoint && (record.status !== "running" || kept !== record.epochs.length)) {
      await store.saveCheckpoint(run, { record, checkpoint });
    }
    if (record.status !== "running") reporter.runEnds?.(record);
    return record;
  } finally {
    claim?.ends(run.name);
  }
}

/** Whether the trained parameters of a run that is finished are there, if they are wanted. */
async function modelIsThere(
  run: IdentifiedRun,
  { status }: RunRecord,
  { plan, saveModels, models }: TrainRunOptions,
): Promise<boolean> {
  if (!saveModels || status !== "finished") return true;
  if (!await hasModel(plan.folder!, run)) return false;
  models.push(modelPath(plan.folder!, run));
  return true;
}
