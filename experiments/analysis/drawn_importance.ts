/** Which settings matter to trials that were drawn: there are no means over all else, but many values of each.
 * @module
 */
import { formatSetting } from "../study/format.ts";
import type { GridPoint, Importance } from "./importance_types.ts";
import { holm, kruskalWallis } from "./statistics.ts";

/** Of fewer trials nothing can be told. From so many on there are four groups of numbers, else three. */
const LEAST = 20, FOUR = 40;

/**
 * The share of the variance of a measure that goes with each setting alone, the largest first. Numbers are in groups of about as many
 * trials each, names as they are; what groups explain by chance is taken off (ε² of T. Kelley, "An unbiased correlation ratio measure",
 * 1935). Whether a setting matters at all is told by ranks (Kruskal and Wallis), corrected by Holm.
 *
 * @returns Nothing of too few trials.
 */
export function drawnImportances(points: readonly GridPoint[]): Importance[] {
  if (points.length < LEAST) return [];
  const grouped = Object.keys(points[0].values).map((setting) => ({
    setting,
    groups: groupsOf(points, setting),
  }));
  const ps = holm(grouped.map(({ groups }) => kruskalWallis([...groups.values()])));
  return grouped.map(({ setting, groups }, i): Importance => {
    const ranked = [...groups].map(([value, measures]) => ({ value, mean: mean(measures) }))
      .sort((a, b) => b.mean - a.mean);
    const [best, worst] = [ranked[0], ranked[ranked.length - 1]];
    return { setting, importance: epsilonSquared([...groups.values()]), p: ps[i], best, worst };
  }).sort((a, b) => b.importance - a.importance || a.p! - b.p!);
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/** The measures by what the setting is, or between what it is: `0.001 to 0.02`. */
function groupsOf(points: readonly GridPoint[], setting: string): Map<string, number[]> {
  const count = points.length >= FOUR ? 4 : 3;
  const sorted = points.map(({ values, measure }) => ({
    text: values[setting],
    value: Number(values[setting]),
    measure,
  }))
    .sort((a, b) => a.value - b.value);
  const numbers = sorted.every(({ text, value }) => text !== "" && Number.isFinite(value));
  const few = new Set(sorted.map(({ text }) => text)).size <= count;
  // Equal values are in one group: that of the first of them.
  const first = new Map(sorted.map(({ text }, i) => [text, i] as const).reverse());
  const groups = Map.groupBy(
    sorted,
    ({ text }) => numbers && !few ? Math.floor(first.get(text)! * count / sorted.length) : text,
  );
  return new Map([...groups].map(([name, of]) => {
    const ends = new Set([of[0].value, of[of.length - 1].value].map(formatSetting));
    return [typeof name === "string" ? name : [...ends].join(" to "), of.map(({ measure }) => measure)];
  }));
}

/** (SSB - (k-1)·MSW) / SST: from 0, for what is below it is chance. */
function epsilonSquared(groups: readonly (readonly number[])[]): number {
  const all = groups.flat(), overall = mean(all), n = all.length, k = groups.length;
  const total = all.reduce((sum, x) => sum + (x - overall) ** 2, 0);
  const between = groups.reduce((sum, of) => sum + of.length * (mean(of) - overall) ** 2, 0);
  if (!(total > 0) || n <= k) return 0;
  return Math.max(0, (between - (k - 1) * (total - between) / (n - k)) / total);
}
