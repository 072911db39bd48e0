/** Threads that share the work of the float32 kernels.
 * @module
 */
import { type Build, fast } from "./builds.ts";
import { canShareMemory } from "./helper.ts";
import { type Helpers, startHelpers } from "./start_helpers.ts";

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

/** Starts so many helpers. */
export type StartHelpers = (count: number) => Helpers;

/** What threads help: a build of the module, or something that starts threads of its own. */
let helped: Build | StartHelpers = fast;

/**
 * Lets threads that are started from now on help something else.
 *
 * @param action What needs that, for the error.
 * @throws {Error} If some are running that help what was there before.
 */
export function setHelped(action: string, other: Build | StartHelpers): void {
  if (running && other !== helped) {
    throw new Error(`Cannot ${action}: ${running.count + 1} threads are running, stop them first`);
  }
  helped = other;
}

function start(count: number): Helpers {
  return typeof helped === "function" ? helped(count) : startHelpers(helped.module, helped.wasm, count);
}

/**
 * Lets several threads share the work of float32 kernels from now on; they do nothing else, so start as many as there are
 * processors to spare. Small work stays on one thread, and the results are the same, byte for byte, for any number. Until
 * this is called, and after `stop`, there is one.
 *
 * The threads are workers that wait for work; stop them, or the program does not end. While the processor of one is busy with
 * another program, the main thread works without it.
 *
 * In a browser threads can share memory only in a page that is isolated from other origins, by the headers
 * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`. Elsewhere there is one thread, whatever
 * is asked for: `count` of what is returned tells.
 *
 * @param count How many threads, the main thread included: from 1 to 64.
 * @throws {RangeError} If `count` is something else.
 * @throws {Error} If threads are running already, or one can't be started.
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
  if (!canShareMemory()) count = 1;
  const helpers = start(count - 1);
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
