import type { GreyImage } from "./grey_image.ts";
import { resampled } from "./resample.ts";

/** How light the edge of a picture of something on black may be. */
const BLACK = 16;

/**
 * A picture as it is, if it has the size that is wanted; else fitted into it with its proportions kept, and light on black: a picture
 * whose edge is rather light is turned into its negative.
 *
 * @returns `[height, width]`, from 0 to 255.
 */
export function asPlain(
  picture: GreyImage,
  { width, height }: Pick<GreyImage, "width" | "height">,
): Uint8Array {
  if (picture.width === width && picture.height === height) return Uint8Array.from(picture.data, Math.round);
  const edge = edgeOf(picture), mean = edge.reduce((sum, value) => sum + value, 0) / edge.length;
  const light = mean < 128 ? picture : { ...picture, data: picture.data.map((value) => 255 - value) };
  const scale = Math.max(picture.width / width, picture.height / height);
  const { data } = resampled(
    light,
    width,
    height,
    (x, y) => [picture.width / 2 + (x - width / 2) * scale, picture.height / 2 + (y - height / 2) * scale],
  );
  return Uint8Array.from(data, Math.round);
}

/** Whether a picture shows something light within black, as those of MNIST do. */
export function isOnBlack(picture: GreyImage): boolean {
  return edgeOf(picture).every((value) => value <= BLACK);
}

/** The outermost pixels. */
function edgeOf({ width, height, data }: GreyImage): number[] {
  const edge: number[] = [];
  for (let x = 0; x < width; x++) edge.push(data[x], data[data.length - 1 - x]);
  for (let y = 0; y < height; y++) edge.push(data[y * width], data[(y + 1) * width - 1]);
  return edge;
}
