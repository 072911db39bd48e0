/** Drawing of lines with a pen that has a width and a soft edge.
 * @module
 */

/** A pen. Lengths in pixels. */
export interface Pen {
  /** Half the width of a line. */
  readonly radius: number;
  /** The width of the edge over which ink fades to nothing. */
  readonly softness: number;
  /** The byte of full ink. */
  readonly ink: number;
}

/**
 * Draws a polyline onto a grey image: each pixel gets the ink that its distance to the line asks for, unless
 * it has more already.
 *
 * @param path x, y, x, y, … in pixels; the centre of the first pixel is at 0.5, 0.5.
 * @param length How many numbers of `path` are used.
 * @param image `[rows, columns]`.
 */
export function drawPath(
  path: Float64Array,
  length: number,
  { radius, softness, ink }: Pen,
  image: Uint8Array,
  rows: number,
  columns: number,
): void {
  const reach = radius + softness / 2;
  for (let i = 0; i + 3 < length; i += 2) {
    const x0 = path[i], y0 = path[i + 1], dx = path[i + 2] - x0, dy = path[i + 3] - y0;
    const square = dx * dx + dy * dy;
    const top = Math.max(0, Math.floor(Math.min(y0, y0 + dy) - reach));
    const bottom = Math.min(rows - 1, Math.floor(Math.max(y0, y0 + dy) + reach));
    const left = Math.max(0, Math.floor(Math.min(x0, x0 + dx) - reach));
    const right = Math.min(columns - 1, Math.floor(Math.max(x0, x0 + dx) + reach));
    for (let row = top; row <= bottom; row++) {
      const py = row + 0.5 - y0;
      for (let column = left; column <= right; column++) {
        const px = column + 0.5 - x0;
        // The nearest point of the segment, as a share of its length.
        const along = square > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
        const ex = px - along * dx, ey = py - along * dy;
        const inside = (reach - Math.sqrt(ex * ex + ey * ey)) / softness;
        if (inside <= 0) continue;
        const value = Math.round(ink * Math.min(1, inside));
        const at = row * columns + column;
        if (value > image[at]) image[at] = value;
      }
    }
  }
}
