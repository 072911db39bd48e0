/** Figures as the report shows them.
 * @module
 */
import type { MeanStd } from "../analysis/statistics.ts";
import { figureText } from "../charts/figure_text.ts";
import { formatCount, formatPercent } from "../study/format.ts";

export { formatLoss as loss, formatPercent as percent, formatSeconds as seconds } from "../study/format.ts";

/** How a figure is shown: its text, without a unit. */
export type Format = (value: number) => string;

/** A count, or the mean of some: `7`, `7.4`. */
export const count: Format = (value) => Number.isInteger(value) ? formatCount(value) : oneDecimal(value);
const oneDecimal: Format = (value) => value.toFixed(1);
/** A probability: `0.034`, `< 0.001`. */
export const probability: Format = (value) => value < 0.001 ? "< 0.001" : value.toFixed(3);
/** Any size of number: `1.2e+30`, `0.0034`, `12.3`, `NaN`. */
export const general: Format = (value) => {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(4)));
};
/** A difference of fractions, in points: `+0.12`. */
export const points: Format = (value) =>
  (value > 0 ? "+" : value < 0 ? "−" : "") + formatPercent(Math.abs(value));

/** A mean and, of several runs, how far they are from it: `97.61 ± 0.08`. */
export function spread(figure: MeanStd, format: Format): string {
  const ofSeveral = format === count && figure.std !== undefined ? oneDecimal : format;
  return figureText(figure, ofSeveral).replace(/^-/, "−");
}
