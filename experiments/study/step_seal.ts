import { createHash } from "node:crypto";
import type { StepLog } from "./step_log.ts";

/** What tells whether steps that lie elsewhere are the ones that were recorded. */
export interface StepsSeal {
  readonly count: number;
  /** Over the bytes of their numbers, see {@linkcode StepLog.numbers}. */
  readonly sha256: string;
}

/** Seals the steps of a log that becomes longer: each of them is looked at once, which `crypto.subtle` can't. */
export class StepSealer {
  readonly #hash = createHash("sha256");
  #count = 0;

  of(log: StepLog): StepsSeal {
    for (const { buffer, byteOffset, byteLength } of log.numbers(this.#count)) {
      this.#hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
    this.#count = log.length;
    return { count: this.#count, sha256: this.#hash.copy().digest("hex") };
  }
}
