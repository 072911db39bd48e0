/** Tries inputs of a format, in a thread that can be ended if one of them hangs.
 * @module
 */
import { assert } from "@std/assert";
import fc from "fast-check";
import { withFolder } from "../../fixtures.ts";
import { formats } from "./formats.ts";

/** What a worker is to do. */
export interface Order {
  readonly format: string;
  readonly seed: number;
  readonly seconds: number;
}

/** What a worker tells. */
export type Report =
  | { readonly type: "ready" }
  | { readonly type: "begins"; readonly input: string }
  | { readonly type: "ends"; readonly tried: number; readonly taken: number; readonly failure?: string };

/** Inputs from one seed. */
const BATCH = 20;

/** The most memory of the program, in bytes. */
const MOST_MEMORY = 3 * 2 ** 30;

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Order>) => void;
  postMessage(report: Report): void;
};

scope.onmessage = async ({ data: { format, seed, seconds } }: MessageEvent<Order>) => {
  const { inputs, read } = formats[format], end = performance.now() + 1000 * seconds;
  let tried = 0, taken = 0, failure: string | undefined;
  const property = fc.asyncProperty(inputs, async (input) => {
    scope.postMessage({ type: "begins", input: fc.stringify(input) });
    await withFolder(async (folder) => {
      if (await read(folder, input)) taken++;
    });
    tried++;
    assert(Deno.memoryUsage().rss < MOST_MEMORY, "it takes too much memory");
  });
  for (let i = 0; failure === undefined && (i === 0 || performance.now() < end); i++) {
    const details = await fc.check(property, {
      seed: seed + i,
      numRuns: BATCH,
      interruptAfterTimeLimit: Math.max(1, end - performance.now()),
      includeErrorInReport: true,
    });
    if (details.failed && details.counterexample) failure = fc.defaultReportMessage(details);
  }
  scope.postMessage({ type: "ends", tried, taken, failure });
};

scope.postMessage({ type: "ready" });
