import { type GreyImage, greyImage } from "./grey_image.ts";

/** An image with each pixel the mean of what it covers, at most so large; unchanged if it is no larger. */
export function shrunk(image: GreyImage, most: number): GreyImage {
  const scale = Math.max(image.width, image.height) / most;
  if (scale <= 1) return image;
  const width = Math.max(1, Math.round(image.width / scale));
  const height = Math.max(1, Math.round(image.height / scale));
  return resampled(image, width, height, (x, y) => [x * image.width / width, y * image.height / height]);
}

/** So many samples of a pixel each way make its mean: as many as it covers, about. */
const FEWEST = 2, MOST = 16;

/**
 * An image of another size. Each pixel is the mean over its square, whose corners `place` gives as points of the old one; beyond
 * the old image there is 0.
 */
export function resampled(
  image: GreyImage,
  width: number,
  height: number,
  place: (x: number, y: number) => readonly [x: number, y: number],
): GreyImage {
  const [x0] = place(0, 0), [x1] = place(1, 0);
  const samples = Math.min(MOST, Math.max(FEWEST, Math.ceil(Math.abs(x1 - x0))));
  return greyImage(width, height, (x, y) => {
    let sum = 0;
    for (let i = 0; i < samples; i++) {
      for (let j = 0; j < samples; j++) {
        sum += sampleAt(image, ...place(x + (i + 0.5) / samples, y + (j + 0.5) / samples));
      }
    }
    return sum / samples ** 2;
  });
}

/** The value at a point, linear between the centres of pixels; 0 beyond them. */
function sampleAt(image: GreyImage, x: number, y: number): number {
  const left = Math.floor(x - 0.5), top = Math.floor(y - 0.5), u = x - 0.5 - left, v = y - 0.5 - top;
  return (valueAt(image, left, top) * (1 - u) + valueAt(image, left + 1, top) * u) * (1 - v) +
    (valueAt(image, left, top + 1) * (1 - u) + valueAt(image, left + 1, top + 1) * u) * v;
}

function valueAt({ width, height, data }: GreyImage, x: number, y: number): number {
  return x >= 0 && y >= 0 && x < width && y < height ? data[y * width + x] : 0;
}
