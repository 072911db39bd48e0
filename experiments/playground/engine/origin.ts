import type { Origin } from "../../study/run_record.ts";
import { roundsOnce } from "../../training/rounding.ts";

/** What trained a run, with this browser after all that were before it. */
export function withHere(before: readonly Origin[]): Origin[] {
  const [name = "unknown"] = navigator.userAgent.match(/(Firefox|Edg|OPR|Chrome|Version|Deno)\/[\d.]+/) ?? [];
  const here: Origin = { processor: `a browser, ${name}`, kernels: roundsOnce() ? "relaxed" : "strict" };
  return [...before.filter((one) => JSON.stringify(one) !== JSON.stringify(here)), here];
}
