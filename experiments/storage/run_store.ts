import type { RunRecord } from "../study/run_record.ts";
import type { IdentifiedRun } from "./run_identity.ts";

/** How far a run has come. */
export interface StoredRun {
  /** What it has left behind: all, if its status says that it has ended; else as of the checkpoint. */
  readonly record: RunRecord;
  /** From where it can go on; undefined if it has ended. That of another run if it has fewer epochs and is the same else. */
  readonly checkpoint?: Uint8Array<ArrayBuffer>;
}

/** What a run that is finished leaves besides its record. */
export interface RunEnd {
  /** A checkpoint, from which it can go on to more epochs. */
  readonly checkpoint?: Uint8Array<ArrayBuffer>;
  /** A file of its network. */
  readonly model?: Uint8Array<ArrayBuffer>;
}

/** What can go on. */
export type PausedRun = Required<StoredRun>;

/** Keeps records and checkpoints of runs. */
export interface RunStore {
  /** How far a run has come, or the same with fewer epochs; undefined if there is nothing of it. */
  read(run: IdentifiedRun): Promise<StoredRun | undefined>;
  /** Keeps a checkpoint of a run, with its record as of then, and the checkpoint before it. */
  saveCheckpoint(run: IdentifiedRun, stored: PausedRun): Promise<void>;
  /** Keeps the record of a run that has ended, in place of its checkpoints, and what is left besides. */
  saveRecord(run: IdentifiedRun, record: RunRecord, left?: RunEnd): Promise<void>;
  /** From where a run that is finished can go on to more epochs, if that was kept. */
  readEnd(run: IdentifiedRun): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** The trained network of a run, if it was kept. */
  readModel(run: IdentifiedRun): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Removes the checkpoints of a run that has ended, if the program that wrote the record did not get there. */
  tidy(run: IdentifiedRun): Promise<void>;
  remove(run: IdentifiedRun): Promise<void>;
}
