import { DataError, readCheckpoint } from "@chainrule/core";
import type { RunState } from "../training/resumable_run.ts";
import { fromPlain } from "../study/json.ts";
import { runIdOf } from "./model_file.ts";
import { openSealedJson, sealedJson } from "./sealed_json.ts";
import type { IdentifiedRun } from "./run_identity.ts";
import { makeFolder, moveFile, readFile, removeFile, removeParts, writeFile } from "./write_file.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";
import { kindOf, readRuns, type RunsByKind } from "./run_kinds.ts";
import type { PausedRun, RunEnd, RunStore, StoredRun } from "./run_store.ts";

const RECORD = "record.json",
  RUN = "run.json",
  LAST = "checkpoint.safetensors",
  BEFORE = "checkpoint-before.safetensors",
  END = "end.safetensors",
  MODEL = "model.safetensors";

/** A record as it lies in a file. The name of the run is not in it: the same run may have other names elsewhere. */
type StoredRecord = Omit<RunRecord, "run" | "rung"> & { readonly id: string };

/** A folder for each run, called by its id. Files are whole or not there; damaged ones are noticed and passed over. */
export class FolderStore implements RunStore {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  /** Files that were found damaged. */
  readonly #damaged = new Set<string>();
  readonly #opened = new Set<string>();
  /** Runs that are to start over. */
  readonly #forgotten = new Set<string>();
  #shorter: Promise<RunsByKind> | undefined;

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
    return this.#forgotten.has(run.id) ? undefined : await this.#readShorter(run);
  }

  async readEnd(run: IdentifiedRun): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return (await this.#readCheckpoint(run, `${this.folderOf(run)}/${END}`))?.checkpoint;
  }

  async readModel(run: IdentifiedRun): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const path = `${this.folderOf(run)}/${MODEL}`, bytes = await readFile(path);
    if (!bytes || runIdOf(bytes) === run.id) return bytes;
    this.#reportDamage(path, run);
  }

  async saveCheckpoint(run: IdentifiedRun, { checkpoint }: PausedRun): Promise<void> {
    const folder = await this.#open(run), last = `${folder}/${LAST}`;
    if (!this.#damaged.delete(last)) await moveFile(last, `${folder}/${BEFORE}`);
    await writeFile(last, checkpoint);
  }

  async saveRecord(
    run: IdentifiedRun,
    { run: _, rung: _r, ...record }: RunRecord,
    { checkpoint, model }: RunEnd = {},
  ): Promise<void> {
    const folder = await this.#open(run);
    if (checkpoint) await writeFile(`${folder}/${END}`, checkpoint);
    if (model) await writeFile(`${folder}/${MODEL}`, model);
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
    this.#forgotten.add(run.id);
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

  /** Where the same run ended that had fewer epochs, the longest one that there is. */
  async #readShorter(run: IdentifiedRun): Promise<StoredRun | undefined> {
    const runs = (await (this.#shorter ??= readRuns(this.#path))).get(kindOf(run.identity)) ?? [];
    const shorter = runs.filter(({ epochs }) => epochs < run.configuration.epochs)
      .sort((a, b) => b.epochs - a.epochs);
    for (const { id } of shorter) {
      const stored = await this.#readCheckpoint({ ...run, id }, `${this.folderOf({ id })}/${END}`);
      if (stored) return { ...stored, record: { ...stored.record, run } };
    }
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
