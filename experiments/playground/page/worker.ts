/// <reference lib="dom" />
/** The worker that trains, on either side.
 * @module
 */
import type { News, Wish } from "../engine/messages.ts";
import { Workshop } from "../engine/workshop.ts";

/** What is used of a worker's own side. */
interface Inside {
  postMessage(news: News): void;
  onmessage: ((event: { data: Wish }) => void) | null;
}

/** In the worker: does what the page wishes. */
export function startWorker(): void {
  const inside = globalThis as unknown as Inside;
  const workshop = new Workshop((news) => inside.postMessage(news));
  inside.onmessage = ({ data }) => workshop.wish(data);
}

/** In the page: a worker that runs the same script, from a blob, so that it also starts from disk. */
export function openWorker(listen: (news: News) => void): (wish: Wish) => void {
  const program = document.querySelector("#program")!.textContent;
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.onmessage = ({ data }) => listen(data);
  worker.onerror = ({ message }) =>
    listen({ type: "refused", file: false, message: `The worker that trains has failed: ${message}` });
  return (wish) => worker.postMessage(wish);
}
