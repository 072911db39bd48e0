import type { GreyImage } from "./grey_image.ts";

/** Writes an image of so many rows and columns, each pixel the mean of what lies under it. */
export function scaleTo(
  { width: columns, height: rows, data }: GreyImage,
  to: Uint8Array,
  height: number,
  width: number,
): void {
  const across = shares(columns, width), down = shares(rows, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const [row, high] of down[y]) {
        for (const [column, wide] of across[x]) sum += high * wide * data[row * columns + column];
      }
      to[y * width + x] = Math.round(sum);
    }
  }
}

/** Which of `from` pixels lie under each of `to`, and what share of it each has. */
function shares(from: number, to: number): (readonly [pixel: number, share: number])[][] {
  const size = from / to;
  return Array.from({ length: to }, (_, i) => {
    const begin = i * size, end = begin + size, parts: (readonly [number, number])[] = [];
    for (let pixel = Math.floor(begin); pixel < Math.min(from, end); pixel++) {
      const share = (Math.min(end, pixel + 1) - Math.max(begin, pixel)) / size;
      if (share > 1e-9) parts.push([pixel, share]);
    }
    return parts;
  });
}
