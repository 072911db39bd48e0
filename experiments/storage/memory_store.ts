import type { RunRecord } from "../study/run_record.ts";
import type { IdentifiedRun } from "./run_identity.ts";
import type { PausedRun, RunStore, StoredRun } from "./run_store.ts";

/** Checkpoints that wait may take so much memory. Runs whose checkpoint is beyond that are trained anew. */
const MOST_WAITING = 256 * 2 ** 20;

/** Keeps runs as long as the program is there. */
export class MemoryStore implements RunStore {
  readonly #stored = new Map<string, StoredRun>();
  #bytes = 0;

  read({ id }: IdentifiedRun): Promise<StoredRun | undefined> {
    return Promise.resolve(this.#stored.get(id));
  }

  async saveCheckpoint(run: IdentifiedRun, stored: PausedRun): Promise<void> {
    await this.remove(run);
    if (this.#bytes + stored.checkpoint.length > MOST_WAITING) return;
    this.#bytes += stored.checkpoint.length;
    this.#stored.set(run.id, stored);
  }

  async saveRecord(run: IdentifiedRun, record: RunRecord): Promise<void> {
    await this.remove(run);
    this.#stored.set(run.id, { record });
  }

  readEnd(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  readModel(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  tidy(): Promise<void> {
    return Promise.resolve();
  }

  remove({ id }: IdentifiedRun): Promise<void> {
    this.#bytes -= this.#stored.get(id)?.checkpoint?.length ?? 0;
    this.#stored.delete(id);
    return Promise.resolve();
  }
}
