/** From laps to seconds per epoch, ratios and rows.
 * @module
 */
import type { Result } from "./job.ts";

/** One process of one library. */
export interface Run {
  /** In which round, from 1. */
  readonly round: number;
  /** Which {@linkcode Contestant}, by its number. */
  readonly contestant: number;
  /** What it printed. */
  readonly result: Result;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take a median: there are no values");
  const sorted = [...values].sort((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Seconds per epoch, and of how many batches that is known. */
export interface EpochTime {
  /** The median of the whole epochs, or what a part of one makes of a whole one. */
  readonly seconds: number;
  /** How many batches were timed, where that was less than an epoch. */
  readonly extrapolatedFrom?: number;
}

/** The time of an epoch of `steps` batches. */
export function epochTime({ laps }: Result, steps: number): EpochTime {
  const whole = laps.filter((lap) => lap.steps === steps);
  if (whole.length > 0) return { seconds: median(whole.map((lap) => lap.seconds)) };
  const [part] = laps;
  return { seconds: part.seconds * steps / part.steps, extrapolatedFrom: part.steps };
}

/** What became of a contestant over all rounds. */
export interface Standing {
  /** Which contestant, by its number. */
  readonly contestant: number;
  /** Seconds per epoch: the median of the rounds. */
  readonly seconds: number;
  /** Of the fastest round. */
  readonly fastest: number;
  /** Of the slowest round. */
  readonly slowest: number;
  /** The fewest batches that a round timed, where that was less than an epoch. */
  readonly extrapolatedFrom: number | undefined;
  /** How many times as long as each of the contestants asked for: the median of the ratios in each round. */
  readonly ratios: readonly number[];
  /** The mean loss of the batches that every contestant got to. */
  readonly firstLoss: number;
  /** The mean loss of the first epoch, where it came to its end. */
  readonly epochLoss: number | undefined;
}

/**
 * The standings of those that ran in every round.
 *
 * @param runs All of them.
 * @param steps How many batches an epoch has.
 * @param against The contestants that the others are compared with.
 */
export function standings(runs: readonly Run[], steps: number, against: readonly number[]): Standing[] {
  const byContestant = Map.groupBy(runs, (run) => run.contestant);
  const common = commonBatches(runs);
  const secondsOf = (run: Run) => epochTime(run.result, steps).seconds;
  return [...byContestant].map(([contestant, own]) => {
    const times = own.map((run) => epochTime(run.result, steps)), seconds = own.map(secondsOf);
    const parts = times.flatMap(({ extrapolatedFrom }) => extrapolatedFrom ?? []);
    const ratios = against.map((other) =>
      median(own.flatMap((run) => {
        const rival = byContestant.get(other)?.find(({ round }) => round === run.round);
        return rival ? [secondsOf(run) / secondsOf(rival)] : [];
      }))
    );
    const { losses } = own[0].result;
    return {
      contestant,
      seconds: median(seconds),
      fastest: Math.min(...seconds),
      slowest: Math.max(...seconds),
      extrapolatedFrom: parts.length > 0 ? Math.min(...parts) : undefined,
      ratios,
      firstLoss: mean(losses.slice(0, common)),
      epochLoss: losses.length >= steps ? mean(losses) : undefined,
    };
  });
}

/** How many batches every run got to. */
export function commonBatches(runs: readonly Run[]): number {
  return Math.min(...runs.map(({ result }) => result.losses.length));
}

/** Float32 rounds differently from library to library; another network or optimizer is off by far more. */
const TOLERANCE = 1e-3;

/** Whether two contestants had the same losses, batch by batch, as far as both went. */
export function sameLosses(a: Result, b: Result): boolean {
  const length = Math.min(a.losses.length, b.losses.length);
  return a.losses.slice(0, length).every((loss, i) =>
    Math.abs(loss - b.losses[i]) <= TOLERANCE * Math.max(1, Math.abs(loss))
  );
}
