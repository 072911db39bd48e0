/** Threads that help one instance of the kernels: see `assembly/threads.ts`.
 * @module
 */
import { memory } from "../memory.ts";
import type { Exports } from "./exports.ts";
import { type Helper, startHelper } from "./helper.ts";

/** Helpers that were started. */
export interface Helpers {
  /** How many there are. */
  readonly count: number;
  /** Resolves when all are about to take work; rejects, and ends them, if one can't be started. */
  readonly ready: Promise<void>;
  /** Ends them; does nothing the second time. */
  stop(): void;
}

/** Starts helpers of an instance of a module. Nobody else may help it at the same time. */
export function startHelpers(
  module: WebAssembly.Module,
  wasm: Exports,
  count: number,
  startOne: typeof startHelper = startHelper,
): Helpers {
  const generation = wasm.call_helpers(count);
  let helpers: Helper[] = [], stopped = count === 0;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    wasm.dismiss_helpers();
    for (const helper of helpers) helper.end();
    helpers = [];
  };
  try {
    for (let thread = 1; thread <= count; thread++) {
      helpers.push(startOne({ module, memory, thread, generation }));
    }
  } catch (error) {
    stop();
    throw error;
  }
  const ready = Promise.all(helpers.map((helper) => helper.ready)).then(() => {}, (error) => {
    stop();
    throw error;
  });
  return { count, ready, stop };
}
