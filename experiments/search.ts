/** The search for the best variant.
 * @module
 */
import { type Dataset, slice } from "@chainrule/data";
import type { Run } from "./configuration.ts";
import type { StudyData } from "./dataset.ts";
import { type Halving, survivors } from "./halving.ts";
import { Performance, type PerformOptions } from "./perform.ts";
import type { RunRecord } from "./results.ts";
import { byMerit } from "./trials.ts";

/** The share of the training images that trials are compared on: the last ones. */
const HELD_OUT = 1 / 6;

/** The images of trials: what they learn from, and in place of a test set the part of it that is held out. */
export function holdOut(data: StudyData): StudyData & { train: Dataset; test: Dataset } {
  const kept = data.train.count - Math.max(1, Math.round(data.train.count * HELD_OUT));
  return { ...data, train: slice(data.train, 0, kept), test: slice(data.train, kept) };
}

/** What a search tells and asks. */
export interface SearchOptions extends PerformOptions {
  /** How hopeless trials are stopped. */
  readonly halving?: Halving;
  /** Told of the records of all trials whenever one has changed. */
  readonly onChange: (records: readonly RunRecord[]) => void;
  /** Told of each trial that ended. */
  readonly onEnd: (record: RunRecord) => void;
}

/** How many bytes the networks of trials that wait for the next rung may have. Those beyond are trained anew. */
const MOST_WAITING = 256 * 2 ** 20;

/**
 * Trains all trials, with `halving` rung by rung: all to the first, the best of them to the next, and so on. The same
 * trials give the same records in any case.
 *
 * @param data What {@linkcode holdOut} made.
 */
export async function search(
  runs: readonly Run[],
  data: StudyData,
  options: SearchOptions,
): Promise<RunRecord[]> {
  const { halving, signal, onChange, onEnd, ...watching } = options;
  const records: RunRecord[] = [];
  const waiting = new Map<string, Performance>();
  const rungs = [...halving?.rungs ?? [], Infinity];
  let candidates = runs.map((_, i) => i);

  for (const [rung, epochs] of rungs.entries()) {
    const goesOn = rung + 1 < rungs.length ? survivors(candidates.length, halving!.keep) : 0;
    const reached: number[] = [];
    for (const index of candidates) {
      if (signal?.aborted) return records;
      const run = runs[index];
      const onEpoch = async (
        record: RunRecord,
        epoch: Parameters<NonNullable<PerformOptions["onEpoch"]>>[1],
      ) => {
        // A trial that is trained anew comes by what is known already.
        if (record.epochs.length < (records[index]?.epochs.length ?? 0)) return;
        records[index] = { ...record, rung: rung + 1 };
        onChange(records);
        await watching.onEpoch?.(record, epoch);
      };
      const performance = waiting.get(run.name) ??
        new Performance(run, data, { ...watching, signal, onEpoch });
      const record = {
        ...await performance.continue(Math.min(epochs, run.configuration.epochs)),
        rung: rung + 1,
      };
      records[index] = record;
      onChange(records);
      if (record.status !== "running") {
        waiting.delete(run.name);
        onEnd(record);
        if (record.status === "interrupted") return records;
        continue;
      }
      waiting.set(run.name, performance);
      reached.push(index);
      reached.sort((a, b) => byMerit(records[a], records[b]));
      for (const lost of reached.splice(goesOn)) stop(lost);
      let bytes = 0;
      for (const index of reached) {
        bytes += 12 * records[index].parameters; // value, gradient, velocity
        if (bytes > MOST_WAITING) waiting.delete(runs[index].name);
      }
    }
    candidates = reached.sort((a, b) => a - b);
  }
  return records;

  /** A trial that so many others are better than that it can't go on. */
  function stop(index: number): void {
    records[index] = { ...records[index], status: "stopped" };
    waiting.delete(runs[index].name);
    onEnd(records[index]);
    onChange(records);
  }
}
