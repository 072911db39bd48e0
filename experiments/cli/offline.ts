/** The network for one thread, and for nothing else of a command. No npm module may be loaded before that, so this imports none.
 * @module
 */
import type { Download, Told } from "../training/downloads.ts";

/** A thread that can download datasets, and nothing but those that are known by name. */
export interface Downloads {
  readonly download: Download;
  /** Ends it. */
  end(): void;
}

/** Gives the network to a thread that downloads, and takes it from this one and all that it will start. */
export function goOffline(): Downloads {
  const worker = new Worker(new URL("../download_worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: { net: "inherit", read: "inherit", write: "inherit", env: "inherit" } },
  });
  Deno.permissions.revokeSync({ name: "net" });
  const download: Download = (dataset, progress) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data: told }: MessageEvent<Told>) => {
        if ("progress" in told) progress(told.progress);
        else resolve(told);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`Cannot download ${dataset}: ${event.message}`));
      };
      worker.postMessage(dataset);
    });
  return { download, end: () => worker.terminate() };
}
