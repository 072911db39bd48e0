/** How wide strokes are, and how to make them so wide.
 * @module
 */
import type { GreyImage } from "./grey_image.ts";

/**
 * Ink whose strokes are at least and at most so many pixels wide, on average. What is right already stays as it is.
 */
export function withStrokesOf(ink: GreyImage, narrowest: number, widest: number): GreyImage {
  const width = strokeWidth(ink), wanted = Math.min(widest, Math.max(narrowest, width));
  if (width === wanted || width === 0) return ink;
  const more = (wanted - width) / 2;
  // The picture grows by what strokes do.
  const margin = Math.max(0, Math.ceil(more)), wide = withMargin(ink, margin);
  const outside = distances(wide, (value) => value >= 0.5), inside = distances(wide, (value) => value < 0.5);
  const data = wide.data.map((_, i) => {
    // From the edge of the ink, where half a pixel is inside: positive outside.
    const away = (outside[i] > 0 ? outside[i] - 0.5 : 0.5 - inside[i]) - more;
    return Math.min(1, Math.max(0, 0.5 - away));
  });
  return { ...wide, data };
}

/** The mean width: on a line across a stroke the distance to the nearest edge is a quarter of the width on average. */
export function strokeWidth(ink: GreyImage): number {
  const inside = distances(withMargin(ink, 1), (value) => value < 0.5);
  let sum = 0, count = 0;
  for (const distance of inside) if (distance > 0) sum += distance - 0.5, count++;
  return count === 0 ? 0 : Math.max(1, 4 * sum / count);
}

function withMargin({ width, height, data }: GreyImage, margin: number): GreyImage {
  const wide = width + 2 * margin, result = new Float32Array(wide * (height + 2 * margin));
  for (let y = 0; y < height; y++) {
    result.set(data.subarray(y * width, (y + 1) * width), (y + margin) * wide + margin);
  }
  return { width: wide, height: height + 2 * margin, data: result };
}

/**
 * How far each pixel is from the nearest one that `isThere`, about: steps to neighbours are 1, diagonal ones √2 (G. Borgefors, 1986).
 * Beyond the image nothing is there.
 */
function distances({ width, height, data }: GreyImage, isThere: (value: number) => boolean): Float32Array {
  const result = Float32Array.from(data, (value) => isThere(value) ? 0 : Infinity);
  const pass = (step: 1 | -1) => {
    for (let k = 0; k < data.length; k++) {
      const i = step === 1 ? k : data.length - 1 - k, x = i % width, y = (i - x) / width;
      const before = y - step, row = before >= 0 && before < height;
      const nearer = (there: boolean, j: number, distance: number) => {
        if (there && result[j] + distance < result[i]) result[i] = result[j] + distance;
      };
      const left = x - step >= 0 && x - step < width, right = x + step >= 0 && x + step < width;
      nearer(left, i - step, 1);
      nearer(row, i - step * width, 1);
      nearer(row && left, i - step * (width + 1), Math.SQRT2);
      nearer(row && right, i - step * (width - 1), Math.SQRT2);
    }
  };
  pass(1);
  pass(-1);
  return result;
}
