import type { HeldClaim } from "../storage/claim.ts";
import type { IdentifiedRun } from "../storage/run_identity.ts";
import type { RunStore } from "../storage/run_store.ts";
import type { Reporter } from "../study/reporter.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";
import type { Trainer } from "./jobs/trainer.ts";
import { asOf } from "./record_as_of.ts";

export interface TrainRunOptions {
  readonly store: RunStore;
  readonly trainer: () => Promise<Trainer>;
  readonly claim?: HeldClaim;
  readonly reporter?: Reporter;
  /** Whether the trained networks are kept. */
  readonly saveModels?: boolean;
  /** Whether images that are held out of the training set take the place of the test set. */
  readonly heldOut: boolean;
  readonly until: number;
  readonly signal: AbortSignal;
  readonly onEpoch: (record: RunRecord) => Promise<void>;
}

/** Trains a run until so many epochs, from wherever it is. */
export async function trainRun(run: IdentifiedRun, options: TrainRunOptions): Promise<RunRecord> {
  const { store, claim, reporter = {}, saveModels, heldOut, until, signal } = options;
  const stored = await store.read(run);
  const there = stored && asOf({ ...stored.record, run }, until);
  if (there && (!saveModels || there.status !== "finished" || await store.readModel(run))) {
    if (hasEnded(stored.record)) await store.tidy(run);
    return there;
  }
  const start = stored && (stored.checkpoint ?? await store.readEnd(run));
  if (stored && !start) await store.remove(run); // it is over, and its parameters are gone
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
      checkpoint: start,
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
    if (hasEnded(record)) await store.saveRecord(run, record, { checkpoint, model });
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
