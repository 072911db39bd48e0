/** Workers that help one instance of the kernels: see `assembly/threads.ts`.
 * @module
 */
import { memory } from "../memory.ts";
import type { Exports } from "./exports.ts";
import type { Start } from "./helper.ts";

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
export function startHelpers(module: WebAssembly.Module, wasm: Exports, count: number): Helpers {
  const generation = wasm.call_helpers(count);
  let workers = Array.from(
    { length: count },
    () => new Worker(new URL("./helper.ts", import.meta.url), { type: "module" }),
  );
  const stop = () => {
    if (workers.length === 0) return;
    wasm.dismiss_helpers();
    for (const worker of workers) worker.terminate();
    workers = [];
  };
  const started = workers.map((worker, i) => start(worker, { module, memory, thread: i + 1, generation }));
  const ready = Promise.all(started).then(() => {}, (error) => {
    stop();
    throw error;
  });
  return { count, ready, stop };
}

/** Starts a worker; resolves when it is about to take work. */
function start(worker: Worker, message: Start): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot start a thread: ${event.message}`));
    };
    worker.postMessage(message);
  });
}
