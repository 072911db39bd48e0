import type { RunRecord } from "../study/run_record.ts";
import type { IdentifiedRun } from "./run_identity.ts";

/** How far a run has come. */
export interface StoredRun {
  /** What it has left behind: all, if its status says that it has ended; else as of the checkpoint. */
  readonly record: RunRecord;
  /** From where it can go on; undefined if it has ended. */
  readonly checkpoint?: Uint8Array<ArrayBuffer>;
}

/** What can go on. */
export type PausedRun = Required<StoredRun>;

/** Keeps records and checkpoints of runs. */
export interface RunStore {
  /** How far a run has come; undefined if there is nothing of it. */
  read(run: IdentifiedRun): Promise<StoredRun | undefined>;
  /** Keeps a checkpoint of a run, with its record as of then, and the checkpoint before it. */
  saveCheckpoint(run: IdentifiedRun, stored: PausedRun): Promise<void>;
  /** Keeps the record of a run that has ended, in place of its checkpoints. */
  saveRecord(run: IdentifiedRun, record: RunRecord): Promise<void>;
  /** Removes the checkpoints of a run that has ended, if the program that wrote the record did not get there. */
  tidy(run: IdentifiedRun): Promise<void>;
  remove(run: IdentifiedRun): Promise<void>;
}
