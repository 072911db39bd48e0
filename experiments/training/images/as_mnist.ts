import { DataError } from "@chainrule/core";
import { boxOf } from "./box.ts";
import { findInk } from "./find_ink.ts";
import type { GreyImage } from "./grey_image.ts";
import { resampled, shrunk } from "./resample.ts";
import { withStrokesOf } from "./stroke_width.ts";

/** The longer side of a picture while ink is looked for. */
const WORK = 240;

/** Of 28 pixels a digit has 20. */
const BOX = 20 / 28;

/** How wide strokes are, of the 20 pixels. */
const NARROWEST = 2, WIDEST = 3.6;

/** How far digits lean to the right for each pixel upward: those of MNIST do by 0.09 in the median, and half by -0.08 to 0.27. */
const LEAST_SLANT = 0.1, MOST_SLANT = 0.25;

/**
 * A drawn digit as MNIST has them (http://yann.lecun.com/exdb/mnist/): light on black, in a box of 20 × 20 of the 28 × 28 pixels with
 * its proportions kept, its centre of mass in the centre. Paper may be lit unevenly, and strokes as thick as they like; a digit that
 * is tilted is sheared upright.
 *
 * @param size Pixels each way.
 * @param name What errors call the picture.
 * @returns `[size, size]`, from 0, background, to 255, full ink.
 * @throws {DataError} If there is nothing drawn.
 */
export function asMnist(picture: GreyImage, size: number, name: string): Uint8Array {
  const found = findInk(shrunk(picture, WORK));
  if (!found) throw new DataError(`Cannot find a digit in ${name}: nothing stands out from the background`);
  const length = longest(found) / (size * BOX);
  const ink = withStrokesOf(found, NARROWEST * length, WIDEST * length);
  const scale = longest(ink) / (size * BOX), [centreX, centreY] = centreOfMass(ink);
  const slant = slantOf(ink, centreX, centreY),
    wrong = Math.min(MOST_SLANT, Math.max(LEAST_SLANT, slant)) - slant;
  const place = (x: number, y: number) => {
    const u = x - size / 2, v = y - size / 2;
    return [centreX + (u + wrong * v) * scale, centreY + v * scale] as const;
  };
  const { data } = resampled(ink, size, size, place);
  return Uint8Array.from(data, (value) => Math.round(255 * Math.min(1, value)));
}

/** The longer side of the box around the ink. */
function longest(ink: GreyImage): number {
  const { width, height } = boxOf(ink);
  return Math.max(1, width, height);
}

function centreOfMass({ width, data }: GreyImage): [x: number, y: number] {
  let mass = 0, sumX = 0, sumY = 0;
  for (const [i, value] of data.entries()) {
    const x = i % width;
    mass += value;
    sumX += value * (x + 0.5);
    sumY += value * ((i - x) / width + 0.5);
  }
  return [sumX / mass, sumY / mass];
}

/** By how much a digit leans to the right, for each pixel upward. */
function slantOf({ width, data }: GreyImage, centreX: number, centreY: number): number {
  let both = 0, down = 0;
  for (const [i, value] of data.entries()) {
    const x = i % width + 0.5 - centreX, y = Math.floor(i / width) + 0.5 - centreY;
    both += value * x * y;
    down += value * y * y;
  }
  return down === 0 ? 0 : -both / down;
}
