/** How many threads the other libraries get.
 * @module
 */
import type { Contestant } from "./contestants.ts";
import type { Job } from "./job.ts";
import { epochTime } from "./results.ts";
import { PeerError, runJob } from "./run_job.ts";

/** 1, 2, 4, …, and the number of cores. */
export function threadCounts(cores: number): number[] {
  const counts = [];
  for (let count = 1; count < cores; count *= 2) counts.push(count);
  return [...counts, cores];
}

/** Keeps of each library one thread, and of its other numbers of threads the fastest in a trial of a second. */
export async function bestThreads(
  contestants: readonly Contestant[],
  job: Job,
  signal: AbortSignal,
): Promise<Contestant[]> {
  const kept: Contestant[] = [];
  for (const same of Map.groupBy(contestants, ({ name }) => name).values()) {
    const several = same.filter(({ threads }) => threads > 1);
    kept.push(...same.filter(({ threads }) => threads === 1));
    if (several.length > 1) kept.push(await fastest(several, job, signal));
    else kept.push(...several);
  }
  return kept;
}

/** The fastest; the first, if none gets through, for the rounds to say why. */
async function fastest(
  contestants: readonly Contestant[],
  job: Job,
  signal: AbortSignal,
): Promise<Contestant> {
  let best = contestants[0], least = Infinity;
  for (const contestant of contestants) {
    try {
      const { seconds } = epochTime(
        await runJob(contestant, { ...job, epochs: 1, seconds: 1 }, signal),
        job.steps,
      );
      if (seconds < least) [best, least] = [contestant, seconds];
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
    }
  }
  return best;
}
