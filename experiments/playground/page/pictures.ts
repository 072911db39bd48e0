/// <reference lib="dom" />
/** Numbers as pictures.
 * @module
 */
import { colour, writeColour } from "./colours.ts";

/** The largest absolute value of some numbers; those that are not finite don't count. */
export function largest(numbers: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) {
    const size = Math.abs(numbers[i]);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

/** Draws numbers in rows of so many, a pixel each; `most` is the number of the full colour. */
export function drawNumbers(
  canvas: HTMLCanvasElement,
  numbers: ArrayLike<number>,
  columns: number,
  most = largest(numbers),
): void {
  const rows = Math.ceil(numbers.length / columns), context = sized(canvas, columns, rows);
  const image = context.createImageData(columns, rows);
  for (let i = 0; i < numbers.length; i++) writeColour(numbers[i] / (most || 1), image.data, 4 * i);
  context.putImageData(image, 0, 0);
}

/** Draws images of bytes side by side, in ink. */
export function drawImages(
  canvas: HTMLCanvasElement,
  images: readonly ArrayLike<number>[],
  side: number,
  columns: number,
): void {
  const rows = Math.ceil(images.length / columns), width = columns * (side + 1) - 1;
  const context = sized(canvas, width, rows * (side + 1) - 1);
  const ink = colour("--ink"), paper = colour("--sunk");
  images.forEach((bytes, n) => {
    const image = context.createImageData(side, side);
    for (let i = 0; i < side * side; i++) {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = paper[c] + (ink[c] - paper[c]) * bytes[i] / 255;
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, n % columns * (side + 1), Math.floor(n / columns) * (side + 1));
  });
}

/** The context of a canvas of so many pixels, cleared. */
export function sized(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d")!;
  context.clearRect(0, 0, width, height);
  return context;
}
