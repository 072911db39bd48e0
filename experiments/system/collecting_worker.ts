/** The worker that trains, which collects its garbage before each order: what is left is in use. For `thousand_trials.ts`, with `--expose-gc`.
 * @module
 */
import "../runner/jobs/worker.ts";

const scope = self as unknown as { onmessage(event: MessageEvent): void; gc(): void };
const obey = scope.onmessage;
scope.onmessage = (event) => {
  scope.gc();
  obey.call(scope, event);
};
