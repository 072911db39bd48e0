import type { GreyImage } from "./grey_image.ts";

/** How large the box around the ink is: around what is at least half ink. */
export function boxOf({ width, height, data }: GreyImage): { width: number; height: number } {
  let left = width, right = -1, top = height, bottom = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < 0.5) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return { width: Math.max(0, right - left + 1), height: Math.max(0, bottom - top + 1) };
}
