/** How images may be distorted.
 * @module
 */

/**
 * Random distortions of images, each as far as a number says: all that is not given is 0, no distortion. What lies outside of an
 * image is background, 0; pixels are read between four others (bilinear).
 */
export interface Augmentation {
  /** The farthest that an image is moved, in pixels, along each axis: up to 1000. */
  shift?: number;
  /** The most that it is turned, in degrees, to either side: up to 180. */
  rotation?: number;
  /** By how much of its size it becomes larger or smaller at most: 0.1 is from 0.9 to 1.1 times; up to 0.9. */
  scale?: number;
  /**
   * How far it is bent: α of P. Simard, D. Steinkraus and J. Platt, "Best Practices for Convolutional Neural Networks Applied to Visual
   * Document Analysis" (ICDAR 2003), up to 1000. A pixel (x, y) is read from (x + Δx(x, y), y + Δy(x, y)), where Δx and Δy are α times
   * random numbers from −1 to 1 that a Gaussian of standard deviation {@linkcode smoothness}, of sum 1, was drawn over. They are α / (4 σ)
   * · 0.65 pixels on average (root mean square): with the paper's 34 and 4, 1.4; and 128 at most.
   */
  elastic?: number;
  /** How wide a bend is: σ of `elastic`, in pixels, from 0.5 to 20; the paper's 4 unless given. */
  smoothness?: number;
}

/** What distortions have unless they are given, the least and the most. */
const BOUNDS: Readonly<Record<keyof Augmentation, readonly [value: number, least: number, most: number]>> = {
  shift: [0, 0, 1000],
  rotation: [0, 0, 180],
  scale: [0, 0, 0.9],
  elastic: [0, 0, 1000],
  smoothness: [4, 0.5, 20],
};

/**
 * All settings of distortions, with their defaults.
 *
 * @param action What can't be done otherwise, such as `augment`.
 * @throws {RangeError} If one is out of bounds, or there is no such setting.
 *
 * @example
 * ```ts
 * import { checkAugmentation } from "@chainrule/data";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(checkAugmentation("augment", { shift: 2 }), { shift: 2, rotation: 0, scale: 0, elastic: 0, smoothness: 4 });
 * assertThrows(() => checkAugmentation("augment", { rotation: 500 }), RangeError, "want a number from 0 to 180");
 * ```
 */
export function checkAugmentation(action: string, augmentation: Augmentation): Required<Augmentation> {
  const unknown = Object.keys(augmentation).find((key) => !Object.hasOwn(BOUNDS, key));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot ${action}: found the distortion ${unknown}, want ${Object.keys(BOUNDS).join(", ")}`,
    );
  }
  const checked = Object.entries(BOUNDS).map(([key, [otherwise, least, most]]) => {
    const value = augmentation[key as keyof Augmentation] ?? otherwise;
    if (typeof value === "number" && value >= least && value <= most) return [key, value];
    throw new RangeError(`Cannot ${action}: ${key} is ${value}, want a number from ${least} to ${most}`);
  });
  return Object.fromEntries(checked);
}
