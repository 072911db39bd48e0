/** Figures as the report shows them.
 * @module
 */
import { formatCount, formatMeasure, formatSetting } from "../study/format.ts";
import type { Measure } from "./measures.ts";

/** How a figure is shown: its text, without a unit. */
export type Format = (value: number) => string;

/** A fraction in hundredths: `97.61`. */
export const percent: Format = (value) => (100 * value).toFixed(2).replace("-", "−");
/** A loss: `0.1169`, `697.40`, `20,882`. */
export const loss: Format = (value) =>
  value < 10 || value >= 1e5 ? formatMeasure(value) : value < 1000 ? value.toFixed(2) : formatCount(value);
/** Seconds: `0.214`, `21.4`, `1,214`. */
export const seconds: Format = (value) =>
  value >= 1000 ? formatCount(value) : value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 1);
/** A count, or the mean of some: `7`, `7.4`. */
export const count: Format = (value) => Number.isInteger(value) ? formatCount(value) : value.toFixed(1);
/** A setting: `1e-5`. */
export const setting: Format = formatSetting;
/** A probability: `0.034`, `< 0.001`. */
export const probability: Format = (value) => value < 0.001 ? "< 0.001" : value.toFixed(3);
/** Any size of number: `1.2e+30`, `0.0034`, `12.3`. */
export const general: Format = (value) => {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(4)));
};

/** A mean and, of several runs, how far they are from it: `97.61 ± 0.08`. */
export function spread(measure: Measure | undefined, format: Format): string {
  if (measure === undefined) return "–";
  const { mean, std } = measure;
  if (std === undefined) return format(mean);
  const text = format === count ? mean.toFixed(1) : format(mean);
  return `${text} ± ${deviation(mean, std, format)}`;
}

/** A deviation has the decimals of the mean it belongs to. */
function deviation(mean: number, std: number, format: Format): string {
  if (format === count) return std.toFixed(1);
  const decimals = /^[\d,]*\.(\d+)$/.exec(format(mean))?.[1].length;
  const scale = format === percent ? 100 : 1;
  return decimals === undefined ? format(std) : (scale * std).toFixed(decimals);
}

/** Names in a sentence: `a`, `a and b`, `a, b and c`, `a, b and 5 more`. */
export function listed(names: readonly string[], most = 4): string {
  const shown = names.length > most + 1 ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
