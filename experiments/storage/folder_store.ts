import { DataError, readCheckpoint } from "@chainrule/core";
import * as v from "valibot";
import { fromPlain } from "../study/json.ts";
import { MOST } from "./file_limits.ts";
import { runIdOf } from "./model_file.ts";
import { canBeOf, SEALED_RECORD, SEALED_STATE, type SealedSteps } from "./record_schema.ts";
import { openSealedJson, sealedJson } from "./sealed_json.ts";
import type { IdentifiedRun } from "./run_identity.ts";
import { readSteps, writeSteps } from "./step_file.ts";
import { checkFolder, readFile } from "./read_file.ts";
import { makeFolder, moveFile, removeFile, writeFile } from "./write_file.ts";
import { removeParts } from "./parts.ts";
import { StepLog } from "../study/step_log.ts";
import { StepSealer } from "../study/step_seal.ts";
import type { RunRecord, Steps } from "../study/run_record.ts";
import { kindOf, readRuns, type RunsByKind } from "./run_kinds.ts";
import type { PausedRun, RunEnd, RunStore, StoredRun } from "./run_store.ts";

const RECORD = "record.json",
  RUN = "run.json",
  STEPS = "steps.f64",
  LAST = "checkpoint.safetensors",
  BEFORE = "checkpoint-before.safetensors",
  END = "end.safetensors",
  MODEL = "model.safetensors";

/** A folder for each run, called by its id. Files are whole or not there; damaged ones are noticed and passed over. */
export class FolderStore implements RunStore {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  /** Files that were found damaged. */
  readonly #damaged = new Set<string>();
  readonly #opened = new Set<string>();
  /** How many steps of a run are on the disk. */
  readonly #steps = new Map<string, number>();
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
    await this.#checkFolders(run);
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
    const path = `${this.folderOf(run)}/${MODEL}`, bytes = await readFile(path, MOST.tensors);
    if (!bytes || runIdOf(bytes) === run.id) return bytes;
    this.#reportDamage(path, run);
  }

  async saveCheckpoint(run: IdentifiedRun, { record, checkpoint }: PausedRun): Promise<void> {
    const folder = await this.#open(run), last = `${folder}/${LAST}`;
    await this.#writeSteps(folder, record.steps);
    if (!this.#damaged.delete(last)) await moveFile(last, `${folder}/${BEFORE}`);
    await writeFile(last, checkpoint);
  }

  async saveRecord(
    run: IdentifiedRun,
    { run: _, rung: _r, ...record }: RunRecord,
    { checkpoint, model }: RunEnd = {},
  ): Promise<void> {
    const folder = await this.#open(run);
    const steps = await this.#writeSteps(folder, record.steps);
    if (checkpoint) await writeFile(`${folder}/${END}`, checkpoint);
    if (model) await writeFile(`${folder}/${MODEL}`, model);
    // The name of the run is not in it: the same run may have other names elsewhere.
    const stored = { id: run.id, ...record, steps: new StepSealer().of(steps) };
    await writeFile(`${folder}/${RECORD}`, await sealedJson(stored));
    await this.tidy(run);
  }

  async tidy(run: IdentifiedRun): Promise<void> {
    for (const name of [LAST, BEFORE]) await removeFile(`${this.folderOf(run)}/${name}`);
  }

  async remove(run: IdentifiedRun): Promise<void> {
    const folder = this.folderOf(run);
    await this.#checkFolders(run);
    this.#opened.delete(folder);
    this.#steps.delete(folder);
    this.#forgotten.add(run.id);
    await removeFile(folder, { recursive: true });
  }

  /** Makes the folder of a run, with a file that says what the run is. */
  async #open(run: IdentifiedRun): Promise<string> {
    const folder = this.folderOf(run);
    if (!this.#opened.has(folder)) {
      await checkFolder(this.#path);
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
  async #readSteps(run: IdentifiedRun, steps: SealedSteps): Promise<StepLog | undefined> {
    if (Array.isArray(steps)) return StepLog.of(steps);
    const folder = this.folderOf(run), path = `${folder}/${STEPS}`, log = await readSteps(path, steps);
    if (log) this.#steps.set(folder, log.length);
    else this.#reportDamage(path, run);
    return log;
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
    const bytes = await readFile(path, MOST.record);
    if (!bytes) return undefined;
    const stored = await ifSound(() => openSealedJson(bytes));
    if (!v.is(SEALED_RECORD, stored) || stored.id !== run.id || !canBeOf(run.configuration, stored)) {
      return void this.#reportDamage(path, run);
    }
    const { id: _, ...record } = stored, steps = await this.#readSteps(run, stored.steps);
    return steps && { run, ...record, steps };
  }

  async #readCheckpoint(run: IdentifiedRun, path: string): Promise<StoredRun | undefined> {
    const checkpoint = await readFile(path, MOST.tensors);
    if (!checkpoint) return undefined;
    const state = await ifSound(async () => fromPlain(await readCheckpoint(checkpoint) ?? {}));
    if (!v.is(SEALED_STATE, state) || state.id !== run.id || !canBeOf(run.configuration, state)) {
      return void this.#reportDamage(path, run);
    }
    const { parameters, epochs, watched, histograms, origins } = state;
    const steps = await this.#readSteps(run, state.steps);
    // Not what else a checkpoint says, for a trial that is stopped leaves its record from here.
    const inside = { watched, ...(histograms && { histograms }), ...(origins && { origins }) };
    return steps && {
      checkpoint,
      record: { run, parameters, epochs, steps, ...inside, status: "running" },
    };
  }

  /** Makes sure that what is read or removed lies here. */
  async #checkFolders(run: IdentifiedRun): Promise<void> {
    await checkFolder(this.#path);
    await checkFolder(this.folderOf(run));
  }

  #reportDamage(path: string, { name }: IdentifiedRun): void {
    if (this.#damaged.has(path)) return;
    this.#damaged.add(path);
    this.#warn(
      `${path} is damaged or of another run: ${name} goes on from what was kept before it, or starts again`,
    );
  }
}

/** What somebody makes of a file, or undefined if the file is damaged, or made so that nothing can be made of it. */
async function ifSound(make: () => Promise<unknown>): Promise<unknown> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof DataError || error instanceof SyntaxError || error instanceof RangeError)) {
      throw error;
    }
  }
}
