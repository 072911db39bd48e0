/** Images in plain TypeScript: the specification of the fast kernels.
 * @module
 */
import type { Kernels } from "./types.ts";

/** A pixel, in the units of coordinates. */
const ONE = 2 ** 16;

/** The plain kernels of images. */
export const images: Pick<Kernels, "gather" | "distort"> = {
  gather(images, order, { background, divisor }, out) {
    const [count, pixels] = out.shape, bytes = images instanceof Uint8Array ? images : images.bytes;
    for (let i = 0; i < count; i++) {
      for (let p = 0; p < pixels; p++) {
        out.data[i * pixels + p] = (bytes[order[i] * pixels + p] - background) / divisor;
      }
    }
  },

  distort(image, { rows, columns, a, b, left, top, displacements, windowX, windowY }, out) {
    const middleX = (columns - 1) * ONE / 2, middleY = (rows - 1) * ONE / 2;
    const pixel = (x: number, y: number) =>
      x < 0 || y < 0 || x >= columns || y >= rows ? 0 : image[y * columns + x];
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const p = x * ONE + left, q = y * ONE + top;
        let s = middleX + Math.round((a * p + b * q) / ONE), t = middleY + Math.round((a * q - b * p) / ONE);
        if (displacements) {
          const { field, stride, mask } = displacements;
          const shown = field[((y + windowY) & mask) * stride + windowX + x];
          s += (shown << 16 >> 16) * 256;
          t += (shown >> 16) * 256;
        }
        const i = Math.floor(s / ONE), k = Math.floor(t / ONE), wx = (s >> 8) & 255, wy = (t >> 8) & 255;
        const above = (256 - wx) * pixel(i, k) + wx * pixel(i + 1, k);
        const below = (256 - wx) * pixel(i, k + 1) + wx * pixel(i + 1, k + 1);
        out[y * columns + x] = ((256 - wy) * above + wy * below + ONE / 2) >>> 16;
      }
    }
  },
};
