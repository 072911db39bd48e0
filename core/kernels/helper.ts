/**
 * A thread that helps: it loads the kernels into the memory of the process and takes chunks of work until none shall help.
 * See `assembly/threads.ts`.
 * @module
 */
import type { Exports } from "./exports.ts";

const now = () => performance.now();

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

/** What a worker's global object has. */
interface WorkerScope {
  onmessage: (event: { data: Start }) => void;
  postMessage(message: unknown): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { module, memory, thread, generation } }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, now } });
  scope.postMessage("ready");
  (exports as unknown as Exports).serve(thread, generation);
  scope.close();
};
