/** Numbers as people read them.
 * @module
 */

/** A loss or an accuracy: four decimals, or powers of ten where they would not do. */
export function formatMeasure(value: number | undefined): string {
  if (value === undefined) return "–";
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : value.toFixed(4);
}

/** A setting, as short as it is exact: `1e-5`, `0.001`, `5`. */
export function formatSetting(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

/** A count: `60,000`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A count in a few letters: `213k`. */
export function formatCompact(value: number): string {
  if (value < 1e4) return String(Math.round(value));
  return value < 1e7 ? `${Math.round(value / 1e3)}k` : `${Math.round(value / 1e6)}M`;
}

/** Seconds as a clock shows them: `0:07`, `1:23`, `2:03:04`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60), hours = Math.floor(minutes / 60);
  return hours > 0
    ? `${formatCount(hours)}:${two(minutes % 60)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** A noun with its count: `1 run`, `4 runs`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${Math.round(count) === 1 ? "" : "s"}`;
}

/** Breaks a text into lines of at most `width` characters, where no single word is longer. */
export function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] += " " + word;
    else lines.push(word);
  }
  return lines;
}

/** A fraction in per cent, without the sign: `97.83`. */
export function formatPercent(fraction: number): string {
  return (100 * fraction).toFixed(2);
}

/** A mean with its standard deviation, if it has one, to as many decimals: `97.83 ± 0.05`. */
export function formatMeanStd(
  { mean, std }: { readonly mean: number; readonly std: number | undefined },
  format: (value: number) => string,
): string {
  const text = format(mean), decimals = text.match(/^-?\d+\.(\d+)$/)?.[1].length;
  if (std === undefined) return text;
  const spread = format(std), number = Number(spread);
  return `${text} ± ${decimals === undefined || Number.isNaN(number) ? spread : number.toFixed(decimals)}`;
}

/** A probability: `0.03`, `1e-7`. */
export function formatP(p: number): string {
  return p !== 0 && p < 1e-3 ? p.toExponential(0) : String(Number(p.toPrecision(2)));
}

/** A few digits of any number: `0.0123`, `4.5e+12`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(3)));
}

/** `a`, `a and b`, `a, b and c`; of more than `most` and one the first, `a, b and 5 more`. */
export function listing(parts: readonly string[], most = Infinity): string {
  const shown = parts.length > most + 1 ? [...parts.slice(0, most), `${parts.length - most} more`] : parts;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** A loss of any size: `0.1169`, `697.40`, `20,882`. */
export function formatLoss(value: number): string {
  return value < 10 || value >= 1e5
    ? formatMeasure(value)
    : value < 1000
    ? value.toFixed(2)
    : formatCount(value);
}

/** Seconds of any number: `0.214`, `21.4`, `1,214`. */
export function formatSeconds(value: number): string {
  return value >= 1000 ? formatCount(value) : value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 1);
}

/** A text as an error shows it: in quotes, on one line, not endless. */
export function quote(text: string): string {
  const shown = JSON.stringify(text.length > 40 ? text.slice(0, 40) + "…" : text);
  return shown.replace(UNSEEN, (sign) => "\\u" + sign.charCodeAt(0).toString(16).padStart(4, "0"));
}

/**
 * What is not seen but does something: moves the cursor of a terminal or changes its title, ends a line, turns the direction of
 * letters, makes one name look like another; half letters, and what XML can't hold.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;

/** A text of somebody else, a name of one of their files or what stands in it, as it may be shown anywhere. */
export function plain(text: string): string {
  return text.replace(UNSEEN, "?");
}

/** A word of a command line as a shell would take it. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
