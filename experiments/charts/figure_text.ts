import { formatCount, formatPercent } from "../study/format.ts";

/**
 * A mean and, of several runs, how far they are from it, with the decimals of the mean: `97.61 ± 0.08`, `0.1169 ± 0.0003`,
 * `20,882 ± 12`.
 *
 * @param format Writes the mean, and a deviation where the mean is in powers of ten.
 */
export function figureText(
  { mean, std }: { readonly mean: number; readonly std: number | undefined },
  format: (value: number) => string,
): string {
  const text = format(mean), decimals = /^-?\d+\.(\d+)$/.exec(text)?.[1].length;
  if (std === undefined) return text;
  if (decimals === undefined) return `${text} ± ${text.includes(",") ? formatCount(std) : format(std)}`;
  const deviation = (format === formatPercent ? 100 * std : std).toFixed(decimals);
  // A deviation that would be 0.0000 is not 0, but for rounding.
  const isSmall = decimals > 3 && Number(deviation) === 0 && std > 1e-9 * Math.abs(mean);
  return `${text} ± ${isSmall ? std.toExponential(0) : deviation}`;
}
