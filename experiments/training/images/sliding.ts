/** Filters with a square window that slides over an image; beyond its edges there is nothing.
 * @module
 */
import { type GreyImage, greyImage } from "./grey_image.ts";

/** From the values of a row or column to as many others. */
type Filter = (line: Float32Array, radius: number, out: Float32Array) => void;

/** The mean over a window of so many pixels to each side. */
export function blurred(image: GreyImage, radius: number): GreyImage {
  return radius < 1 ? image : slide(image, radius, mean);
}

/** The largest value in a window. */
export function dilated(image: GreyImage, radius: number): GreyImage {
  return slide(image, radius, (line, radius, out) => extreme(line, radius, out, 1));
}

/** The smallest value in a window. */
export function eroded(image: GreyImage, radius: number): GreyImage {
  return slide(image, radius, (line, radius, out) => extreme(line, radius, out, -1));
}

/** The median in a window. */
export function medianOf(image: GreyImage, radius: number): GreyImage {
  const { width, height, data } = image;
  return greyImage(width, height, (x, y) => {
    const left = Math.max(0, x - radius), right = Math.min(width, x + radius + 1), rows: Float32Array[] = [];
    for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
      rows.push(data.subarray(v * width + left, v * width + right));
    }
    const window = new Float32Array(rows.length * (right - left));
    rows.forEach((row, i) => window.set(row, i * row.length));
    return window.sort()[window.length >> 1];
  });
}

/** An image whose edges go on for so many pixels. */
export function continued({ width, height, data }: GreyImage, margin: number): GreyImage {
  const within = (i: number, size: number) => Math.min(size - 1, Math.max(0, i - margin));
  return greyImage(
    width + 2 * margin,
    height + 2 * margin,
    (x, y) => data[within(y, height) * width + within(x, width)],
  );
}

/** A square window is one along the rows and then one along the columns. */
function slide({ width, height, data }: GreyImage, radius: number, filter: Filter): GreyImage {
  const result = new Float32Array(data.length), out = new Float32Array(Math.max(width, height));
  for (let y = 0; y < height; y++) {
    filter(data.subarray(y * width, (y + 1) * width), radius, out);
    result.set(out.subarray(0, width), y * width);
  }
  const column = new Float32Array(height);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) column[y] = result[y * width + x];
    filter(column, radius, out);
    for (let y = 0; y < height; y++) result[y * width + x] = out[y];
  }
  return { width, height, data: result };
}

function mean(line: Float32Array, radius: number, out: Float32Array): void {
  let sum = 0, count = 0;
  for (let i = -radius; i < line.length; i++) {
    if (i + radius < line.length) sum += line[i + radius], count++;
    if (i - radius > 0) sum -= line[i - radius - 1], count--;
    if (i >= 0) out[i] = sum / count;
  }
}

/** The largest value times the sign: the candidates are kept in falling order. */
function extreme(line: Float32Array, radius: number, out: Float32Array, sign: 1 | -1): void {
  const candidates = new Int32Array(line.length);
  let first = 0, end = 0;
  for (let i = 0; i < line.length + radius; i++) {
    if (i < line.length) {
      while (end > first && sign * line[candidates[end - 1]] <= sign * line[i]) end--;
      candidates[end++] = i;
    }
    const at = i - radius;
    if (at < 0) continue;
    while (candidates[first] < at - radius) first++;
    out[at] = line[candidates[first]];
  }
}
