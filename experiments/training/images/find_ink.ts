/** The ink of a drawing, whatever the light on the paper.
 * @module
 */
import { append } from "../../study/append.ts";
import { extent } from "../../study/extent.ts";
import { type GreyImage, greyImage } from "./grey_image.ts";
import { shrunk } from "./resample.ts";
import { blurred, continued, dilated, eroded, medianOf } from "./sliding.ts";

/** The part of the longer side that no stroke is as thick as. */
const THICKEST = 0.35;

/** Whatever has less ink than this part of the largest piece is dirt. */
const DIRT = 0.08;

/** Contrast that is less than this is none. */
const FAINTEST = 0.05;

/**
 * How much ink there is in each pixel, from 0 to 1. Paper is what goes on behind strokes: it may be lit unevenly, and darker or lighter
 * than the ink. Specks are left out. Undefined if there is nothing drawn.
 */
export function findInk(image: GreyImage): GreyImage | undefined {
  const size = Math.max(image.width, image.height), smooth = blurred(image, Math.floor(size / 150));
  const window = Math.max(1, Math.round(size * THICKEST / 2));
  // Where light falls off towards an edge, the dark that is there is no stroke: it goes on.
  const wide = continued(smooth, 2 * window), dark = isDarkOnLight(smooth);
  // Where ink fills most of the picture, it is paper that is rare.
  return inkOn(wide, smooth, window, dark) ?? inkOn(wide, smooth, window, !dark);
}

/** The ink that is darker than the paper, or lighter. */
function inkOn(wide: GreyImage, smooth: GreyImage, window: number, dark: boolean): GreyImage | undefined {
  // Dark strokes vanish where the lightest of all around is taken, and light ones where the darkest is.
  const paper = dark ? eroded(dilated(wide, window), window) : dilated(eroded(wide, window), window);
  return inkOf(greyImage(smooth.width, smooth.height, (x, y) => {
    const behind = paper.data[(y + 2 * window) * paper.width + x + 2 * window];
    const value = smooth.data[y * smooth.width + x];
    // What ink leaves of the light does not depend on how much light there is.
    return dark ? 1 - value / Math.max(1, behind) : (value - behind) / 255;
  }));
}

/** Whether what is rare all around is darker than the rest: the third moment is negative. */
function isDarkOnLight(image: GreyImage): boolean {
  const small = shrunk(image, 32), paper = medianOf(small, 8);
  let moment = 0;
  for (const [i, value] of small.data.entries()) moment += (value - paper.data[i]) ** 3;
  return moment <= 0;
}

/** What stands out, with edges as sharp as those of print. */
function inkOf(strength: GreyImage): GreyImage | undefined {
  const threshold = otsu(strength.data);
  const above = strength.data.filter((value) => value > threshold).sort();
  const full = above[above.length >> 1];
  if (!(full >= FAINTEST)) return undefined;
  return withoutDirt({ ...strength, data: strength.data.map((value) => clamp((value / full - 0.25) / 0.5)) });
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** The threshold that parts numbers best: the variance between both parts is largest (N. Otsu, 1979). */
function otsu(data: Float32Array): number {
  const [low, high] = extent(data) as [number, number], bins = 128, width = (high - low) / bins || 1;
  const counts = new Float64Array(bins);
  for (const value of data) counts[Math.min(bins - 1, Math.floor((value - low) / width))]++;
  const total = counts.reduce((sum, count, i) => sum + count * i, 0);
  let best = 0, variance = -1, below = 0, sum = 0;
  for (let i = 0; i < bins - 1; i++) {
    below += counts[i];
    sum += counts[i] * i;
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sum / below - (total - sum) / above) ** 2;
    if (between > variance) [variance, best] = [between, i];
  }
  return low + (best + 1) * width;
}

/** Leaves out pieces that have little ink. */
function withoutDirt(ink: GreyImage): GreyImage {
  const pieces = piecesOf(ink);
  const weights = pieces.map((piece) => piece.reduce((sum, i) => sum + ink.data[i], 0));
  const [, most = 0] = extent(weights), kept = new Float32Array(ink.data.length);
  for (const [k, piece] of pieces.entries()) {
    if (weights[k] >= DIRT * most!) { for (const i of piece) kept[i] = ink.data[i]; }
  }
  return greyImage(ink.width, ink.height, (x, y) => kept[y * ink.width + x]);
}

/** What hangs together, corners included: lists of pixels. */
function piecesOf({ width, height, data }: GreyImage): number[][] {
  const seen = new Uint8Array(data.length), pieces: number[][] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || data[start] === 0) continue;
    const piece = [start];
    seen[start] = 1;
    for (const i of piece) {
      const x = i % width, y = (i - x) / width, next: number[] = [];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const j = v * width + u;
          if (!seen[j] && data[j] > 0) seen[j] = 1, next.push(j);
        }
      }
      append(piece, next);
    }
    pieces.push(piece);
  }
  return pieces;
}
