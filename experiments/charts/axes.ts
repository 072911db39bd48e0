import { max, min } from "../study/extent.ts";

/**
 * Round numbers on a logarithmic axis: 1, 2, 5, 10 …, or powers of ten if those are many, or some of them.
 *
 * @param most How many powers of ten there is room for.
 */
export function logTicks(low: number, high: number, most = 8): number[] {
  const powers = Math.log10(high / low), digits = powers > most / 2 ? [1] : [1, 2, 5];
  const step = [1, 2, 5, 10, 20, 50, 100].find((step) => powers / step <= most) ?? 200;
  const first = Math.floor(Math.log10(low) / step) * step;
  return Array.from({ length: Math.ceil(powers / step) + 2 }, (_, i) => first + i * step)
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => value >= low && value <= high);
}

/**
 * What is written at a tick: `0.02`, `1,000`, and powers of ten where that would be long.
 */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || size >= 1e-3 && size < 1e5) {
    return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
  }
  const [digits, power] = value.toExponential().replace("+", "").split("e");
  const raised = [...power].map((digit) => digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
  return `${digits === "1" ? "" : `${digits}·`}10${raised}`;
}

/** An axis with ticks at given numbers, as Vega-Lite describes it. */
export function ticksAt(values: readonly number[]): { values: readonly number[]; labelExpr: string } {
  const labels = Object.fromEntries(values.map((value) => [value, tickLabel(value)]));
  return { values, labelExpr: `${JSON.stringify(labels)}[datum.value]` };
}

/** Whether numbers are so far apart that a linear axis would show the largest only. */
export function isWide(low: number, high: number): boolean {
  return low > 0 && Number.isFinite(high) && high / low > 10 ** 1.5;
}

/**
 * Where an axis of accuracies begins so that the later epochs fill it: long trainings rise in the first tenth of them.
 *
 * @returns Nothing if the axis may as well show all.
 */
export function lateFrom(
  curves: readonly { readonly x: readonly number[]; readonly y: readonly number[] }[],
): number | undefined {
  const last = max(curves, ({ x }) => x.at(-1)) ?? 0;
  if (last < 15) return undefined;
  const late = min(curves, ({ x, y }) => min(y.filter((_, i) => x[i] > last / 10))) ?? 1;
  const least = min(curves, ({ y }) => min(y)) ?? 1;
  return late - least < 0.05 ? undefined : Math.floor(late * 100) / 100;
}

/** The values of a setting as they stand on an axis: numbers by size, networks by their width, names as they are found. */
export function inOrder(values: Iterable<string>): string[] {
  const all = [...new Set(values)];
  const size = (value: string) =>
    value === "none" ? -1 : Number(Number.isFinite(Number(value)) ? value : value.split("-")[0]);
  return all.every((value) => Number.isFinite(size(value)))
    ? all.sort((a, b) => size(a) - size(b) || a.length - b.length)
    : all;
}
