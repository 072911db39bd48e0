/** From a drawing to an image as MNIST has them: 20 × 20 pixels of ink at most, its centre of mass in the middle of 28 × 28.
 * @module
 */

/** The side of an image, and of the box that the ink is scaled into, in pixels. */
const SIDE = 28, BOX = 20;

/**
 * The image of a drawing.
 *
 * @param ink How dark each point of a square drawing is, 0 to 255.
 * @param size The points along its side.
 * @returns 28 × 28 bytes; all 0 where there is no ink.
 */
export function centred(ink: ArrayLike<number>, size: number): Uint8Array<ArrayBuffer> {
  const image = new Uint8Array(SIDE * SIDE);
  let left = size, right = -1, top = size, bottom = -1, mass = 0, sumX = 0, sumY = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const value = ink[y * size + x];
      if (value === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      mass += value;
      sumX += value * (x + 0.5);
      sumY += value * (y + 0.5);
    }
  }
  if (mass === 0) return image;
  // So many points of the drawing are one pixel. A dot is not blown up to fill the box.
  const scale = Math.max(right - left + 1, bottom - top + 1, size / 6) / BOX;
  const originX = sumX / mass - SIDE / 2 * scale, originY = sumY / mass - SIDE / 2 * scale;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      image[y * SIDE + x] = Math.round(
        meanOf(ink, size, originX + x * scale, originY + y * scale, scale),
      );
    }
  }
  return image;
}

/** The mean of a square of a drawing; around the drawing there is no ink. */
function meanOf(ink: ArrayLike<number>, size: number, left: number, top: number, side: number): number {
  let sum = 0;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(size, top + side); y++) {
    const height = Math.min(y + 1, top + side) - Math.max(y, top);
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(size, left + side); x++) {
      sum += ink[y * size + x] * height * (Math.min(x + 1, left + side) - Math.max(x, left));
    }
  }
  return sum / (side * side);
}
