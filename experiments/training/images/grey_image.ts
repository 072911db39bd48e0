/** Grey values in rows. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major: of a picture from 0, black, to 255, white. */
  readonly data: Float32Array;
}

/** An image of such a size, made pixel by pixel. */
export function greyImage(
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): GreyImage {
  const data = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) data[i] = valueAt(x, y);
  return { width, height, data };
}
