/** Where runs keep what they have come to.
 * @module
 */
import { DataError, readCheckpoint } from "@chainrule/core";
import type { RunState } from "../training/resumable_run.ts";
import { fromPlain } from "../study/json.ts";
import { openSealedJson, sealedJson } from "./sealed_json.ts";
import type { IdentifiedRun } from "./run_identity.ts";
import { cannot, makeFolder, moveFile, readFile, removeFile, removeParts, writeFile } from "./write_file.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";

/** How far a run has come. */
export interface Standing {
  /** What it has left behind: all, if its status says that it has ended; else as of the checkpoint. */
  readonly record: RunRecord;
  /** From where it can go on; undefined if it has ended. */
  readonly checkpoint?: Uint8Array<ArrayBuffer>;
}

/** A standing that can go on. */
export type Checkpoint = Required<Standing>;

/** Keeps records and checkpoints of runs. */
export interface RunStore {
  /** How far a run has come; undefined if there is nothing of it. */
  read(run: IdentifiedRun): Promise<Standing | undefined>;
  /** Keeps a checkpoint of a run, with its record as of then, and the checkpoint before it. */
  saveCheckpoint(run: IdentifiedRun, standing: Required<Standing>): Promise<void>;
  /** Keeps the record of a run that has ended, in place of its checkpoints. */
  saveRecord(run: IdentifiedRun, record: RunRecord): Promise<void>;
  /** Removes the checkpoints of a run that has ended, if the program that wrote the record did not get there. */
  tidy(run: IdentifiedRun): Promise<void>;
  remove(run: IdentifiedRun): Promise<void>;
}

const RECORD = "record.json",
  RUN = "run.json",
  LAST = "checkpoint.safetensors",
  BEFORE = "checkpoint-before.safetensors";

/** A record as it lies in a file. The name of the run is not in it: the same run may have other names elsewhere. */
type StoredRecord = Omit<RunRecord, "run" | "rung"> & { readonly id: string };

/** A folder for each run, called by its id. Files are whole or not there; damaged ones are noticed and passed over. */
export class FolderStore implements RunStore {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  /** Files that were found damaged. */
  readonly #damaged = new Set<string>();
  readonly #opened = new Set<string>();

  /** A store in a folder, which is made when there is something to put in it. */
  constructor(path: string, warn: (message: string) => void = () => {}) {
    this.#path = path;
    this.#warn = warn;
  }

  /** The folder of a run. */
  folderOf({ id }: Pick<IdentifiedRun, "id">): string {
    return `${this.#path}/${id}`;
  }

  async read(run: IdentifiedRun): Promise<Standing | undefined> {
    const record = await this.#readRecord(run);
    if (record) return { record };
    for (const name of [LAST, BEFORE]) {
      const standing = await this.#readCheckpoint(run, `${this.folderOf(run)}/${name}`);
      if (standing) return standing;
    }
  }

  async saveCheckpoint(run: IdentifiedRun, { checkpoint }: Required<Standing>): Promise<void> {
    const folder = await this.#open(run), last = `${folder}/${LAST}`;
    if (!this.#damaged.delete(last)) await moveFile(last, `${folder}/${BEFORE}`);
    await writeFile(last, checkpoint);
  }

  async saveRecord(run: IdentifiedRun, { run: _, rung: _r, ...record }: RunRecord): Promise<void> {
    const folder = await this.#open(run);
    const stored: StoredRecord = { id: run.id, ...record };
    await writeFile(`${folder}/${RECORD}`, await sealedJson(stored));
    await this.tidy(run);
  }

  async tidy(run: IdentifiedRun): Promise<void> {
    for (const name of [LAST, BEFORE]) await removeFile(`${this.folderOf(run)}/${name}`);
  }

  async remove(run: IdentifiedRun): Promise<void> {
    const folder = this.folderOf(run);
    this.#opened.delete(folder);
    try {
      await Deno.remove(folder, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw cannot(`replace ${folder}`, error);
    }
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

  async #readRecord(run: IdentifiedRun): Promise<RunRecord | undefined> {
    const path = `${this.folderOf(run)}/${RECORD}`;
    const bytes = await readFile(path);
    if (!bytes) return undefined;
    const stored = await openSealedJson(bytes) as StoredRecord | undefined;
    if (stored?.id !== run.id || !hasEnded(stored)) return void this.#reportDamage(path, run);
    const { id: _, ...record } = stored;
    return { run, ...record };
  }

  async #readCheckpoint(run: IdentifiedRun, path: string): Promise<Standing | undefined> {
    const checkpoint = await readFile(path);
    if (!checkpoint) return undefined;
    let state: RunState | undefined;
    try {
      state = fromPlain(await readCheckpoint(checkpoint) ?? {}) as RunState;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
    }
    if (state?.id !== run.id) return void this.#reportDamage(path, run);
    const { parameters, epochs, steps, watched } = state;
    return { checkpoint, record: { run, parameters, epochs, steps, watched, status: "running" } };
  }

  #reportDamage(path: string, { name }: IdentifiedRun): void {
    if (this.#damaged.has(path)) return;
    this.#damaged.add(path);
    this.#warn(
      `${path} is damaged or of another run: ${name} goes on from what was kept before it, or starts again`,
    );
  }
}

/** Checkpoints that wait may take so much memory. Runs whose checkpoint is beyond that are trained anew. */
const MOST_WAITING = 256 * 2 ** 20;

/** Keeps runs as long as the program is there. */
export class MemoryStore implements RunStore {
  readonly #standings = new Map<string, Standing>();
  #bytes = 0;

  read({ id }: IdentifiedRun): Promise<Standing | undefined> {
    return Promise.resolve(this.#standings.get(id));
  }

  async saveCheckpoint(run: IdentifiedRun, standing: Required<Standing>): Promise<void> {
    await this.remove(run);
    if (this.#bytes + standing.checkpoint.length > MOST_WAITING) return;
    this.#bytes += standing.checkpoint.length;
    this.#standings.set(run.id, standing);
  }

  async saveRecord(run: IdentifiedRun, record: RunRecord): Promise<void> {
    await this.remove(run);
    this.#standings.set(run.id, { record });
  }

  tidy(): Promise<void> {
    return Promise.resolve();
  }

  remove({ id }: IdentifiedRun): Promise<void> {
    this.#bytes -= this.#standings.get(id)?.checkpoint?.length ?? 0;
    this.#standings.delete(id);
    return Promise.resolve();
  }
}
