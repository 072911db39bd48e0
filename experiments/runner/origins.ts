/** What the runs of a study were trained with.
 * @module
 */
import { plural } from "../study/format.ts";
import type { Origin, RunRecord } from "../study/run_record.ts";

/** `Deno 2.9.5 on AMD EPYC, x86_64, with relaxed kernels`. */
function describe({ deno, processor, kernels }: Origin): string {
  return `${deno === undefined ? "" : `Deno ${deno} on `}${processor}, with ${kernels} kernels`;
}

/** How many runs were trained, wholly or in part, with what. Of those that earlier versions left it is not known. */
export function originsOf(records: readonly RunRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { origins = [] } of records) {
    for (const text of new Set(origins.map(describe))) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

/** What is to be said of runs that were not all trained with the same. */
export function mixedOrigins(records: readonly RunRecord[]): string | undefined {
  const counts = originsOf(records);
  if (counts.size < 2) return undefined;
  const parts = [...counts].map(([text, count]) => `${plural(count, "run")} with ${text}`);
  return `the runs were not all trained with the same, so that the last digits of their numbers may differ: ${
    parts.join("; ")
  }`;
}
