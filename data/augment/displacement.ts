/** Smooth random displacements, for elastic distortion.
 * @module
 */
import type { Random } from "@chainrule/core";

/** The bits of a displacement after the point: it has 16. */
export const FRACTION_BITS = 8;
const LARGEST = 2 ** 15 - 1;

/** The side of a field: with 28 × 28 pixels, 84 windows of it do not overlap. A power of two. */
const SIDE = 256;

/** A Gaussian has no weight farther away, in standard deviations. */
const REACH = 3;

/** Displacements, periodic. Images see them through windows at random places. */
export interface Displacements {
  /** Row-major, `stride` to a row: 16 bits along x, the lower ones, and 16 along y. */
  readonly field: Int32Array;
  /** A row and as many of its first numbers again as an image has columns. */
  readonly stride: number;
  /** What to take of the number of a row by `&`: rows repeat. */
  readonly mask: number;
  /** No displacement is larger, in pixels. */
  readonly most: number;
}

/** No displacements. */
export function still(columns: number): Displacements {
  return { field: new Int32Array(columns), stride: 0, mask: 0, most: 0 };
}

/**
 * A stationary field in place of one for each image: to draw 784 numbers and a Gaussian over them for each image takes ten times as
 * long as to train with it. Weights and results are rounded to whole numbers, so that they are the same on every machine.
 */
export function drawDisplacements(
  { elastic, smoothness }: { readonly elastic: number; readonly smoothness: number },
  columns: number,
  random: Random,
): Displacements {
  const weights = gaussian(smoothness);
  const draw = () => {
    const noise = Float64Array.from({ length: SIDE * SIDE }, () => random.uniform(-1, 1));
    const smooth = blurColumns(blurColumns(noise, weights), weights);
    const rounded = (value: number) => Math.round(2 ** FRACTION_BITS * elastic * value);
    return smooth.map((value) => Math.max(-LARGEST, Math.min(LARGEST, rounded(value))));
  };
  const x = draw(), y = draw(), stride = SIDE + columns, field = new Int32Array(SIDE * stride);
  for (let i = 0; i < field.length; i++) {
    const from = Math.floor(i / stride) * SIDE + (i % stride) % SIDE;
    field[i] = x[from] & 0xffff | y[from] << 16;
  }
  const larger = (most: number, value: number) => Math.max(most, Math.abs(value));
  return { field, stride, mask: SIDE - 1, most: y.reduce(larger, x.reduce(larger, 0)) / 2 ** FRACTION_BITS };
}

/** The weights of a Gaussian around 0, of sum 1. */
function gaussian(deviation: number): number[] {
  const reach = Math.ceil(REACH * deviation);
  const whole = Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.round(2 ** 30 * Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2))),
  );
  const sum = whole.reduce((sum, weight) => sum + weight);
  return whole.map((weight) => weight / sum);
}

/** Draws weights over the columns of a periodic field. Rows and columns are exchanged: twice is both. */
function blurColumns(field: Float64Array, weights: readonly number[]): Float64Array {
  const reach = (weights.length - 1) / 2, result = new Float64Array(field.length);
  const row = new Float64Array(SIDE);
  for (let y = 0; y < SIDE; y++) {
    row.fill(0);
    for (const [i, weight] of weights.entries()) {
      const from = ((y + i - reach) & (SIDE - 1)) * SIDE;
      for (let x = 0; x < SIDE; x++) row[x] += weight * field[from + x];
    }
    for (let x = 0; x < SIDE; x++) result[x * SIDE + y] = row[x];
  }
  return result;
}
