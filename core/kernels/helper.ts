/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
/**
 * A thread that helps: it loads the kernels into the memory of the process and takes chunks of work until none shall help.
 * See `assembly/threads.ts`.
 * @module
 */
import type { Exports } from "./wasm.ts";

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

self.onmessage = ({ data: { module, memory, thread, generation } }: MessageEvent<Start>) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, now } });
  self.postMessage("ready");
  (exports as unknown as Exports).serve(thread, generation);
  self.close();
};
