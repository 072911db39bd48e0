/** The line that shows how far a study is.
 * @module
 */
import { formatClock, formatCompact, formatCount, formatMeasure } from "../../study/format.ts";

/** How far a study is. */
export interface ProgressState {
  /** The number of the run, from 1. */
  readonly run: number;
  /** How many runs there are. */
  readonly runs: number;
  /** The name of the run. */
  readonly name: string;
  /** The epoch it is in, from 1. */
  readonly epoch: number;
  /** How many epochs it has. */
  readonly epochs: number;
  /** The last loss: that of the last epoch's batches, or of a batch in the first epoch. */
  readonly loss: number;
  /** The last accuracy: on the test set after the last epoch, or of a batch in the first epoch. */
  readonly accuracy: number;
  /** Whether these are of the test set. */
  readonly tested: boolean;
  /** Training images per second. */
  readonly speed: number;
  /** The estimated seconds until all runs are done. */
  readonly left: number;
}

/**
 * A line of at most `width` characters: in full if that fits, else shorter, else without what matters least.
 *
 * @example
 * ```ts
 * import { progressLine } from "@chainrule/experiments";
 * import { assert } from "@std/assert";
 *
 * const state = { run: 2, runs: 4, name: "softmax-cross-entropy", epoch: 37, epochs: 100, loss: 0.123,
 *   accuracy: 0.961, tested: true, speed: 213_000, left: 83 };
 * for (let width = 0; width < 130; width++) assert(progressLine(state, width).length <= width);
 * ```
 */
export function progressLine(state: ProgressState, width: number): string {
  const { run, runs, name, epoch, epochs, loss, accuracy, tested, speed, left } = state;
  const place = runs > 1 ? `${run}/${runs} ` : "";
  const long = [
    place + name,
    `epoch ${epoch}/${epochs}`,
    `loss ${formatMeasure(loss)}`,
    `${tested ? "test accuracy" : "accuracy"} ${formatMeasure(accuracy)}`,
    `${formatCount(speed)} images/s`,
    `${formatClock(left)} left`,
  ];
  const short = [
    place + name,
    `${epoch}/${epochs}`,
    `loss ${formatMeasure(loss)}`,
    `${tested ? "test" : "acc"} ${formatMeasure(accuracy)}`,
    `${formatCompact(speed)}/s`,
    `${formatClock(left)} left`,
  ];
  const candidates = [long, short];
  for (const least of [4, 2, 5, 3]) {
    candidates.push(candidates.at(-1)!.filter((part) => part !== short[least]));
  }
  const lines = candidates.map((parts) => parts.join("  "));
  return lines.find((line) => line.length <= width) ?? lines.at(-1)!.slice(0, Math.max(0, width));
}

/** How far several runs are that are trained side by side. */
export interface JobsState {
  /** How many runs are over. */
  readonly ended: number;
  /** How many there are. */
  readonly runs: number;
  /** Those that are being trained, with the epoch that each is in and how many it has. */
  readonly active: readonly { readonly name: string; readonly epoch: number; readonly epochs: number }[];
  /** The estimated seconds until all runs are done. */
  readonly left: number;
}

/** The same for several runs side by side: those that fit are named. */
export function jobsLine({ ended, runs, active, left }: JobsState, width: number): string {
  const place = `${ended}/${runs} done`, clock = `${formatClock(left)} left`;
  const named = active.map(({ name, epoch, epochs }) => `${name} ${epoch}/${epochs}`);
  for (let count = named.length; count >= 0; count--) {
    const more = named.length - count;
    const parts = [
      place,
      ...named.slice(0, count),
      more > 0 ? `${more}${count > 0 ? " more" : " at work"}` : "",
      clock,
    ];
    const line = parts.filter(Boolean).join("  ");
    if (line.length <= width) return line;
  }
  return place.slice(0, Math.max(0, width));
}
