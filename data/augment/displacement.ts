/** Smooth random displacements, for elastic distortion.
 * @module
 */
import { type Displacements, type Random, reserveBytes } from "@chainrule/core";

/** The bits of a displacement after the point: it has 16. */
const FRACTION_BITS = 8;
const LARGEST = 2 ** 15 - 1;

/** The side of a field: with 28 × 28 pixels, 84 windows of it do not overlap. A power of two. */
const SIDE = 256;

/** A Gaussian has no weight farther away, in standard deviations. */
const REACH = 3;

/**
 * Displacements, periodic, a row and as many of its first numbers again as an image has columns: images see them through windows at random
 * places.
 *
 * A stationary field in place of one for each image: to draw 784 numbers and a Gaussian over them for each image takes ten times as
 * long as to train with it. Weights and results are rounded to whole numbers, so that they are the same on every machine.
 */
export function drawDisplacements(
  { elastic, smoothness }: { readonly elastic: number; readonly smoothness: number },
  columns: number,
  random: Random,
): Displacements {
  const weights = gaussian(smoothness), factor = 2 ** FRACTION_BITS * elastic;
  const draw = () => {
    const noise = new Float64Array(SIDE * SIDE);
    for (let i = 0; i < noise.length; i++) noise[i] = random.uniform(-1, 1);
    return blurColumns(blurColumns(noise, weights), weights);
  };
  let most = 0;
  const rounded = (value: number) => {
    const whole = Math.max(-LARGEST, Math.min(LARGEST, Math.round(factor * value)));
    most = Math.max(most, Math.abs(whole));
    return whole;
  };
  const x = draw(), y = draw(), stride = SIDE + columns, bytes = reserveBytes(4 * SIDE * stride);
  const field = new Int32Array(bytes.buffer, bytes.byteOffset, SIDE * stride);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < stride; column++) {
      const from = row * SIDE + column % SIDE;
      field[row * stride + column] = rounded(x[from]) & 0xffff | rounded(y[from]) << 16;
    }
  }
  return { field, stride, mask: SIDE - 1, most: most / 2 ** FRACTION_BITS };
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
  for (let y = 0; y < SIDE; y++) {
    // Four columns at a time, whose sums stay in registers.
    for (let x = 0; x < SIDE; x += 4) {
      let a = 0, b = 0, c = 0, d = 0;
      for (let i = 0; i < weights.length; i++) {
        const from = ((y + i - reach) & (SIDE - 1)) * SIDE + x, weight = weights[i];
        a += weight * field[from];
        b += weight * field[from + 1];
        c += weight * field[from + 2];
        d += weight * field[from + 3];
      }
      result[x * SIDE + y] = a;
      result[(x + 1) * SIDE + y] = b;
      result[(x + 2) * SIDE + y] = c;
      result[(x + 3) * SIDE + y] = d;
    }
  }
  return result;
}
