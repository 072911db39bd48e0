/// <reference lib="dom" />
/** The colours of numbers, as the style sheet has them.
 * @module
 */

type Rgb = readonly [number, number, number];

/** Made when it is needed: a worker has no document. */
let probe: CanvasRenderingContext2D | undefined;
const known = new Map<string, Rgb>();

/** Forgets what the colours were: the theme has changed. */
export function forgetColours(): void {
  known.clear();
}

/** A custom property of the style sheet, such as `--plus`. */
export function colour(name: string): Rgb {
  let found = known.get(name);
  if (!found) {
    // The computed value of a custom property may be any words; that of a colour is one.
    const swatch = document.createElement("i");
    swatch.style.color = `var(${name})`;
    document.body.append(swatch);
    probe ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    probe.fillStyle = getComputedStyle(swatch).color;
    swatch.remove();
    probe.fillRect(0, 0, 1, 1);
    const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
    known.set(name, found = [red, green, blue]);
  }
  return found;
}

export function css([red, green, blue]: Rgb, alpha = 1): string {
  return `rgb(${red} ${green} ${blue} / ${alpha})`;
}

/** The colour of a number, from -1 to 1, written to four bytes. */
export function writeColour(part: number, bytes: Uint8ClampedArray, at: number): void {
  const end = colour(part < 0 ? "--minus" : "--plus"), zero = colour("--zero");
  // A number that is not finite is as far from 0 as can be.
  const share = Number.isFinite(part) ? Math.min(1, Math.abs(part)) ** 0.75 : 1;
  for (let i = 0; i < 3; i++) bytes[at + i] = zero[i] + (end[i] - zero[i]) * share;
  bytes[at + 3] = 255;
}
