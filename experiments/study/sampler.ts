/** Values drawn for the trials of a search, each known from a seed and its number alone.
 * @module
 */
import { sobol } from "./sobol.ts";

export const SAMPLERS = ["random", "quasi-random"] as const;

/** A name from {@linkcode SAMPLERS}. */
export type Sampler = typeof SAMPLERS[number];

/** Numbers from one to another, both included, evenly or by equal factors. */
export class Range {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly whole: boolean;
  /** What becomes of a number: the value of a setting. */
  readonly value: (number: number) => unknown;

  constructor(
    { low, high, log, whole, value }: Pick<Range, "low" | "high" | "log" | "whole" | "value">,
  ) {
    this.low = low;
    this.high = high;
    this.log = log;
    this.whole = whole;
    this.value = value;
  }

  /** The value at a place from 0 to below 1, of three digits. */
  at(place: number): unknown {
    // Each whole number has as much room as the others.
    const [low, high] = this.whole ? [this.low - 0.5, this.high + 0.5] : [this.low, this.high];
    const exact = this.log ? low * (high / low) ** place : low + place * (high - low);
    const number = this.whole ? Math.round(exact) : Number(exact.toPrecision(3));
    return this.value(Math.min(this.high, Math.max(this.low, number)));
  }
}

/** What a setting may be: one of several values, or anything within a range. */
export type Axis = readonly unknown[] | Range;

/** How trials are drawn. */
export interface Drawing {
  readonly sampler: Sampler;
  /** How many. */
  readonly trials: number;
  readonly seed: number;
}

/** So many draws in a row that only bring what is there already are enough. */
const PATIENCE = 10_000;

/**
 * The settings of so many trials, no two alike. With more trials the first ones stay what they are. Fewer where there are no
 * more combinations.
 *
 * `random` draws each setting by itself (J. Bergstra and Y. Bengio, "Random search for hyper-parameter optimization", 2012),
 * `quasi-random` spreads the trials evenly over all settings together: points of Sobol's sequence, shifted at random.
 */
export function drawTrials(
  axes: Readonly<Record<string, Axis>>,
  { sampler, trials, seed }: Drawing,
): Record<string, unknown>[] {
  const keys = Object.keys(axes), drawn = new Map<string, Record<string, unknown>>();
  const shifts = keys.map((_, axis) => uniform(seed, 0, axis));
  const place = (number: number, axis: number) => {
    const point = sampler === "quasi-random" ? sobol(number - 1, axis) : undefined;
    return point === undefined ? uniform(seed, number, axis) : (point + shifts[axis]) % 1;
  };
  for (let number = 1, vain = 0; drawn.size < trials && vain < PATIENCE; number++) {
    const settings = Object.fromEntries(keys.map((key, axis) => {
      const values = axes[key], at = place(number, axis);
      return [key, values instanceof Range ? values.at(at) : values[Math.floor(at * values.length)]];
    }));
    const text = JSON.stringify(settings);
    vain = drawn.has(text) ? vain + 1 : 0;
    if (vain === 0) drawn.set(text, settings);
  }
  return [...drawn.values()];
}

/**
 * A number from 0 to below 1 that a seed, the number of a trial and that of a setting decide: a counter, stirred by the function of
 * SplitMix64 (G. Steele and others, "Fast splittable pseudorandom number generators", 2014).
 */
export function uniform(seed: number, trial: number, axis: number): number {
  const bits = stir(stir(stir(BigInt(seed)) + BigInt(trial)) + BigInt(axis));
  return Number(bits >> 11n) / 2 ** 53;
}

function stir(counter: bigint): bigint {
  let z = BigInt.asUintN(64, counter * 0x9e3779b97f4a7c15n + 0x9e3779b97f4a7c15n);
  z = BigInt.asUintN(64, (z ^ z >> 30n) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ z >> 27n) * 0x94d049bb133111ebn);
  return z ^ z >> 31n;
}
