/** Pictures that a camera held another way has taken.
 * @module
 */
import { type GreyImage, greyImage } from "./grey_image.ts";

/** The tag in the Exif data of a JPEG, and how many bytes its entry has (Exif 2.32, 4.6.2 and 4.6.5). */
const ORIENTATION = 0x112, ENTRY = 12;

/**
 * How a picture is to be turned, from 1, not at all, to 8: what its Exif data say.
 *
 * @param tiff What follows `Exif\0\0`. Of data that make no sense it is 1.
 */
export function orientationOf(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  try {
    const little = view.getUint16(0) === 0x4949, start = view.getUint32(4, little);
    for (let i = 0; i < view.getUint16(start, little); i++) {
      const at = start + 2 + ENTRY * i;
      if (view.getUint16(at, little) !== ORIENTATION) continue;
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** A picture turned, and mirrored, as its orientation says. */
export function upright(image: GreyImage, orientation: number): GreyImage {
  const { width, height, data } = image, right = width - 1, bottom = height - 1;
  const turned = orientation >= 5;
  const places: Record<number, (x: number, y: number) => number[]> = {
    2: (x, y) => [right - x, y],
    3: (x, y) => [right - x, bottom - y],
    4: (x, y) => [x, bottom - y],
    5: (x, y) => [y, x],
    6: (x, y) => [y, bottom - x],
    7: (x, y) => [right - y, bottom - x],
    8: (x, y) => [right - y, x],
  };
  const place = places[orientation];
  if (!place) return image;
  return greyImage(turned ? height : width, turned ? width : height, (x, y) => {
    const [u, v] = place(x, y);
    return data[v * width + u];
  });
}
