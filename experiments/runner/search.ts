import type { Run } from "../study/run_names.ts";
import { bracketsOf, type Halving, survivors } from "../study/halving.ts";
import { byMerit } from "../analysis/trials.ts";
import type { RunRecord } from "../study/run_record.ts";

/** What a search asks for. */
export interface SearchOptions<R extends Run> {
  readonly halving?: Halving;
  /**
   * Brings trials to so many epochs, and tells `arrive` of each that got there or ended before, in any order.
   *
   * @param rung Counts from 1.
   */
  readonly advance: (
    trials: readonly R[],
    until: number,
    rung: number,
    arrive: (record: RunRecord) => Promise<void>,
  ) => Promise<void>;
  /** Told of a trial that so many others are better than that it can't go on. */
  readonly stop: (record: RunRecord) => Promise<void>;
}

/**
 * Has all trials trained, with `halving` rung by rung: all to the first, the best of them to the next, and so on. Which ones go
 * on does not depend on the order in which they arrive.
 *
 * @returns Whether it came to its end: not so if trials did not arrive.
 */
export async function search<R extends Run>(
  trials: readonly R[],
  { halving, advance, stop }: SearchOptions<R>,
): Promise<boolean> {
  const rungs = [...halving?.rungs ?? [], Infinity], brackets = bracketsOf(trials.length, halving);
  const bracketOf = new Map(trials.map(({ name }, i) => [name, brackets[i]]));
  let goOn: ReadonlySet<string> = new Set();
  for (const [i, rung] of rungs.entries()) {
    const candidates = trials.filter(({ name }) => goOn.has(name) || bracketOf.get(name) === i);
    const members = Map.groupBy(candidates, ({ name }) => bracketOf.get(name)!);
    /** The best of each bracket, which are compared with each other only. */
    const best = new Map([...members.keys()].map((bracket): [number, RunRecord[]] => [bracket, []]));
    let arrived = 0;
    const arrive = async (record: RunRecord) => {
      arrived++;
      if (record.status !== "running") return;
      const bracket = bracketOf.get(record.run.name)!, of = best.get(bracket)!;
      of.push(record);
      of.sort(byMerit);
      const left = i + 1 < rungs.length ? survivors(members.get(bracket)!.length, halving!.keep) : 0;
      for (const lost of of.splice(left)) await stop(lost);
    };
    await advance(candidates, Math.min(rung, trials[0].configuration.epochs), i + 1, arrive);
    if (arrived < candidates.length) return false;
    goOn = new Set([...best.values()].flat().map(({ run }) => run.name));
  }
  return true;
}
