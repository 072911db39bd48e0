/** Small images within charts.
 * @module
 */
import { encode } from "fast-png";
import { max } from "../study/extent.ts";

type Size = { readonly rows: number; readonly columns: number };

/** Grey values from 0, black, to 255, white, as the address of an image. */
export function greyPicture(pixels: ArrayLike<number>, size: Size): string {
  return address(Uint8Array.from(pixels), 1, size);
}

/**
 * Numbers as the address of an image: none is white, what is above is red and what is below is blue, the stronger the further, and
 * with both light and dark eyes for colour.
 */
export function signedPicture(numbers: Float32Array | readonly number[], size: Size): string {
  const most = max(numbers, Math.abs) || 1, data = new Uint8Array(3 * numbers.length);
  for (const [i, value] of numbers.entries()) {
    const part = Math.min(1, Math.abs(value) / most),
      [red, green, blue] = value > 0 ? [178, 24, 43] : [33, 102, 172];
    [red, green, blue].forEach((colour, k) => data[3 * i + k] = Math.round(255 + part * (colour - 255)));
  }
  return address(data, 3, size);
}

function address(data: Uint8Array, channels: number, { rows, columns }: Size): string {
  const png = new Uint8Array(encode({ width: columns, height: rows, data, channels, depth: 8 }));
  return `data:image/png;base64,${png.toBase64()}`;
}
