import type { AskedStudy } from "../../study/study_record.ts";
import type { Invocation } from "./invocation.ts";

/**
 * How many runs of a study are trained side by side: as many as there are processors, if there are so many runs and it is not about
 * seconds.
 *
 * @param count How many of its runs are trained here.
 */
export function jobsOf(
  { study }: Pick<AskedStudy, "study">,
  count: number,
  { jobs, threads }: Pick<Invocation, "jobs" | "threads">,
): number {
  const cores = navigator.hardwareConcurrency;
  if (jobs !== undefined) return jobs;
  return (threads ?? 1) === 1 && count >= cores && !study.timed ? cores : 1;
}
