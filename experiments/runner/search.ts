import { type Dataset, slice } from "@chainrule/data";
import type { Run } from "../study/configuration.ts";
import { type Halving, survivors } from "../study/halving.ts";
import { byMerit } from "../analysis/trials.ts";
import type { StudyData } from "../study/study_data.ts";
import type { RunRecord } from "../study/run_record.ts";

/** The share of the training images that trials are compared on: the last ones. */
const HELD_OUT = 1 / 6;

/** The images of trials: what they learn from, and in place of a test set the part of it that is held out. */
export function holdOut(data: StudyData): StudyData & { train: Dataset; test: Dataset } {
  const kept = data.train.count - Math.max(1, Math.round(data.train.count * HELD_OUT));
  return { ...data, train: slice(data.train, 0, kept), test: slice(data.train, kept) };
}

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
  const rungs = [...halving?.rungs ?? [], Infinity];
  let candidates = trials;
  for (const [i, rung] of rungs.entries()) {
    const goesOn = i + 1 < rungs.length ? survivors(candidates.length, halving!.keep) : 0;
    const best: RunRecord[] = [];
    let arrived = 0;
    const arrive = async (record: RunRecord) => {
      arrived++;
      if (record.status !== "running") return;
      best.push(record);
      best.sort(byMerit);
      for (const lost of best.splice(goesOn)) await stop(lost);
    };
    await advance(candidates, Math.min(rung, trials[0].configuration.epochs), i + 1, arrive);
    if (arrived < candidates.length) return false;
    const names = new Set(best.map(({ run }) => run.name));
    candidates = candidates.filter(({ name }) => names.has(name));
  }
  return true;
}
