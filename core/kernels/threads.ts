/** Threads that share the work of the float32 kernels.
 * @module
 */
import type { Exports } from "./exports.ts";
import { type Helpers, startHelpers } from "./start_helpers.ts";
import { instantiate, loadModule, relaxed } from "./wasm.ts";

const module = loadModule(relaxed);

/** The kernels of the build that this engine can run. */
export const wasm: Exports = instantiate(module);

/** The most threads that may share work. */
export const MOST_THREADS = 64;

/** Threads that were started. */
export interface Threads {
  /** How many share the work, the main thread included. */
  readonly count: number;
  /** Ends the others. */
  stop(): void;
  /** The same, at the end of a block that began with `using`. */
  [Symbol.dispose](): void;
}

let running: Helpers | undefined;

/**
 * Lets several threads share the work of float32 kernels from now on; they do nothing else, so start as many as there are
 * processors to spare. Small work stays on one thread, and the results are the same, byte for byte, for any number. Until
 * this is called, and after `stop`, there is one.
 *
 * The threads are workers that wait for work; stop them, or the program does not end. While the processor of one is busy with
 * another program, the main thread works without it.
 *
 * @param count How many threads, the main thread included: from 1 to 64.
 * @throws {RangeError} If `count` is something else.
 * @throws {Error} If threads are running already.
 *
 * @example
 * ```ts
 * import { startThreads } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const threads = await startThreads(2);
 * assertEquals(threads.count, 2);
 * // … train …
 * threads.stop();
 * ```
 */
export async function startThreads(count: number): Promise<Threads> {
  if (!Number.isInteger(count) || count < 1 || count > MOST_THREADS) {
    throw new RangeError(
      `Cannot start threads: found ${count}, want a whole number from 1 to ${MOST_THREADS}`,
    );
  }
  if (running) throw new Error(`Cannot start threads: ${running.count + 1} are running, stop them first`);
  const helpers = startHelpers(module, wasm, count - 1);
  if (count > 1) running = helpers;
  const stop = () => {
    helpers.stop();
    if (running === helpers) running = undefined;
  };
  try {
    await helpers.ready;
  } catch (error) {
    stop();
    throw error;
  }
  return { count, stop, [Symbol.dispose]: stop };
}
