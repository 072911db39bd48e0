import { DataError, readCheckpoint } from "@chainrule/core";
import type { RunState } from "../training/resumable_run.ts";
import { fromPlain } from "../study/json.ts";
import { openSealedJson, sealedJson } from "./sealed_json.ts";
import type { IdentifiedRun } from "./run_identity.ts";
import { readSteps, writeSteps } from "./step_file.ts";
import { makeFolder, moveFile, readFile, removeFile, removeParts, writeFile } from "./write_file.ts";
import { StepLog } from "../study/step_log.ts";
import { StepSealer, type StepsSeal } from "../study/step_seal.ts";
import { hasEnded, type RunRecord, type StepMeasures, type Steps } from "../study/run_record.ts";
import type { PausedRun, RunStore, StoredRun } from "./run_store.ts";

const RECORD = "record.json",
  RUN = "run.json",
  STEPS = "steps.f64",
  LAST = "checkpoint.safetensors",
  BEFORE = "checkpoint-before.safetensors";

/** A record as it lies in a file. The name of the run is not in it: the same run may have other names elsewhere. */
interface StoredRecord extends Omit<RunRecord, "run" | "rung" | "steps"> {
  readonly id: string;
  /** What is in the file beside it; earlier versions had all of them here. */
  readonly steps: StepsSeal | readonly StepMeasures[];
}

/** A folder for each run, called by its id. Files are whole or not there; damaged ones are noticed and passed over. */
export class FolderStore implements RunStore {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  /** Files that were found damaged. */
  readonly #damaged = new Set<string>();
  readonly #opened = new Set<string>();
  /** How many steps of a run are on the disk. */
  readonly #steps = new Map<string, number>();

  /** A store in a folder, which is made when there is something to put in it. */
  constructor(path: string, warn: (message: string) => void = () => {}) {
    this.#path = path;
    this.#warn = warn;
  }

  /** The folder of a run. */
  folderOf({ id }: Pick<IdentifiedRun, "id">): string {
    return `${this.#path}/${id}`;
  }

  async read(run: IdentifiedRun): Promise<StoredRun | undefined> {
    const record = await this.#readRecord(run);
    if (record) return { record };
    for (const name of [LAST, BEFORE]) {
      const stored = await this.#readCheckpoint(run, `${this.folderOf(run)}/${name}`);
      if (stored) return stored;
    }
  }

  async saveCheckpoint(run: IdentifiedRun, { record, checkpoint }: PausedRun): Promise<void> {
    const folder = await this.#open(run), last = `${folder}/${LAST}`;
    await this.#writeSteps(folder, record.steps);
    if (!this.#damaged.delete(last)) await moveFile(last, `${folder}/${BEFORE}`);
    await writeFile(last, checkpoint);
  }

  async saveRecord(run: IdentifiedRun, { run: _, rung: _r, ...record }: RunRecord): Promise<void> {
    const folder = await this.#open(run);
    const steps = await this.#writeSteps(folder, record.steps);
    const stored: StoredRecord = { id: run.id, ...record, steps: new StepSealer().of(steps) };
    await writeFile(`${folder}/${RECORD}`, await sealedJson(stored));
    await this.tidy(run);
  }

  async tidy(run: IdentifiedRun): Promise<void> {
    for (const name of [LAST, BEFORE]) await removeFile(`${this.folderOf(run)}/${name}`);
  }

  async remove(run: IdentifiedRun): Promise<void> {
    const folder = this.folderOf(run);
    this.#opened.delete(folder);
    this.#steps.delete(folder);
    await removeFile(folder, { recursive: true });
  }

  /** Makes the folder of a run, with a file that says what the run is. */
  async #open(run: IdentifiedRun): Promise<string> {
    const folder = this.folderOf(run);
    if (!this.#opened.has(folder)) {
      await makeFolder(folder);
      await removeParts(folder);
      await writeFile(`${folder}/${RUN}`, JSON.stringify({ id: run.id, ...run.identity }, null, 2) + "\n");
      this.#opened.add(folder);
    }
    return folder;
  }

  /** Writes the steps that are not on the disk yet: before whatever says that they are there. */
  async #writeSteps(folder: string, steps: Steps): Promise<StepLog> {
    const log = StepLog.of(steps);
    await writeSteps(`${folder}/${STEPS}`, log, Math.min(this.#steps.get(folder) ?? 0, log.length));
    this.#steps.set(folder, log.length);
    return log;
  }

  /** The steps that a checkpoint or a record tells of; undefined if they are not there. */
  async #readSteps(run: IdentifiedRun, steps: StoredRecord["steps"]): Promise<StepLog | undefined> {
    if (Array.isArray(steps)) return StepLog.of(steps);
    const folder = this.folderOf(run), log = await readSteps(`${folder}/${STEPS}`, steps as StepsSeal);
    if (log) this.#steps.set(folder, log.length);
    return log;
  }

  async #readRecord(run: IdentifiedRun): Promise<RunRecord | undefined> {
    const path = `${this.folderOf(run)}/${RECORD}`;
    const bytes = await readFile(path);
    if (!bytes) return undefined;
    const stored = await openSealedJson(bytes) as StoredRecord | undefined;
    if (stored?.id !== run.id || !hasEnded(stored)) return void this.#reportDamage(path, run);
    const { id: _, ...record } = stored, steps = await this.#readSteps(run, stored.steps);
    return steps ? { run, ...record, steps } : void this.#reportDamage(`${this.folderOf(run)}/${STEPS}`, run);
  }

  async #readCheckpoint(run: IdentifiedRun, path: string): Promise<StoredRun | undefined> {
    const checkpoint = await readFile(path);
    if (!checkpoint) return undefined;
    let state: RunState | undefined;
    try {
      state = fromPlain(await readCheckpoint(checkpoint) ?? {}) as RunState;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
    }
    if (state?.id !== run.id) return void this.#reportDamage(path, run);
    const { parameters, epochs, watched, origins } = state, steps = await this.#readSteps(run, state.steps);
    if (!steps) return void this.#reportDamage(path, run);
    return { checkpoint, record: { run, parameters, epochs, steps, watched, origins, status: "running" } };
  }

  #reportDamage(path: string, { name }: IdentifiedRun): void {
    if (this.#damaged.has(path)) return;
    this.#damaged.add(path);
    this.#warn(
      `${path} is damaged or of another run: ${name} goes on from what was kept before it, or starts again`,
    );
  }
}
