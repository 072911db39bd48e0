/**
 * Threads that help, as workers of the kind that the runtime has: they load the kernels into the memory of the process and take chunks
 * of work until none shall help. See `assembly/threads.ts`.
 * @module
 */

/** What a helper is told when it starts. */
export interface Start {
  /** The build that the main thread uses. */
  readonly module: WebAssembly.Module;
  /** The memory of the process. */
  readonly memory: WebAssembly.Memory;
  /** The number of the thread, from 1 on. */
  readonly thread: number;
  /** What `call_helpers` returned. */
  readonly generation: number;
}

/** A thread that was started. */
export interface Helper {
  /** Resolves when it is about to take work; rejects if it can't be started. */
  readonly ready: Promise<void>;
  /** Ends it. */
  end(): void;
}

/** What is used of `node:worker_threads`. */
interface WorkerThreads {
  readonly Worker: new (source: string, options: { eval: true; workerData: Start; execArgv: string[] }) => {
    once(type: "message", listener: () => void): void;
    once(type: "error", listener: (error: Error) => void): void;
    terminate(): Promise<number>;
  };
}

// What a helper does is a string: so it is in every bundle, whatever made it, and no file is read.
const SERVE = `
function serve({ module, memory, thread, generation }, ready) {
  const now = () => performance.now();
  const { exports } = new WebAssembly.Instance(module, { env: { memory, now } });
  ready();
  exports.serve(thread, generation);
}`;
const IN_WEB_WORKER = `${SERVE}
onmessage = ({ data }) => {
  serve(data, () => postMessage("ready"));
  close();
};`;
const IN_WORKER_THREAD = `${SERVE}
const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
serve(workerData, () => parentPort.postMessage("ready"));`;

/** Whether threads can share memory with this one: not in a page that is not isolated from other origins. */
export function canShareMemory(): boolean {
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
}

/**
 * Starts a helper.
 *
 * @throws {Error} If there are no workers in this runtime.
 */
export function startHelper(start: Start): Helper {
  if (globalThis.Worker !== undefined) return startWebWorker(start);
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const threads = process?.getBuiltinModule?.("node:worker_threads");
  if (threads !== undefined) return startWorkerThread(threads as WorkerThreads, start);
  throw new Error("Cannot start a thread: this runtime has neither Worker nor node:worker_threads");
}

/** In Deno, Bun and browsers. */
function startWebWorker(start: Start): Helper {
  const url = URL.createObjectURL(new Blob([IN_WEB_WORKER], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  const ready = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(refusal(event.message));
    };
    worker.postMessage(start);
  }).finally(() => URL.revokeObjectURL(url));
  return { ready, end: () => worker.terminate() };
}

/** In Node.js. */
function startWorkerThread({ Worker }: WorkerThreads, workerData: Start): Helper {
  // The options of the program are not for this code: one of them is to take it as a module.
  const worker = new Worker(IN_WORKER_THREAD, { eval: true, workerData, execArgv: [] });
  const ready = new Promise<void>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (error) => reject(refusal(error.message)));
  });
  return { ready, end: () => void worker.terminate() };
}

function refusal(reason: string): Error {
  return new Error(`Cannot start a thread: ${reason}`);
}
