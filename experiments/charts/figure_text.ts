import type { MeanStd } from "../analysis/statistics.ts";
import { formatCount, formatMeanStd, formatMeasure, formatPercent } from "../study/format.ts";

/** A fraction in hundredths, without the sign: `97.61 ± 0.08`. */
export function percentText(figure: MeanStd): string {
  return formatMeanStd(figure, formatPercent);
}

/** `0.1169`, `0.1169 ± 0.0003`, `697.40`, `20,882`. */
export function lossText(figure: MeanStd): string {
  const size = Math.abs(figure.mean);
  if (size < 1e-3 || size >= 1e5) return formatMeanStd(figure, formatMeasure);
  const decimals = size < 10 ? 4 : 2;
  const short = (value: number) => value.toFixed(decimals);
  // A deviation that would be 0.0000 is not 0.
  const format = (value: number) =>
    value !== 0 && Number(short(value)) === 0 ? value.toExponential(0) : short(value);
  return formatMeanStd(figure, size >= 1000 ? formatCount : format);
}

/** Seconds: `0.214`, `21.4 ± 0.3`, `1,214`. */
export function secondsText(figure: MeanStd): string {
  const { mean } = figure, decimals = mean < 1 ? 3 : mean < 10 ? 2 : 1;
  return formatMeanStd(figure, mean >= 1000 ? formatCount : (value) => value.toFixed(decimals));
}
