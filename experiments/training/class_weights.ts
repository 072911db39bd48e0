/** How much classes count, as a setting: `none`, or `8=2+9=0.5`.
 * @module
 */
export const WANTED_CLASS_WEIGHTS = "none, or weights of classes such as 8=2,9=0.5";

/**
 * Reads a setting, with `,` or `+` between its parts: weights by the numbers of classes.
 *
 * @returns No weights for `none`; undefined if it is no such text.
 */
export function parseClassWeights(text: string): ReadonlyMap<number, number> | undefined {
  if (text === "none") return new Map();
  const found = new Map<number, number>();
  for (const part of text.split(/[,+]/)) {
    const [, label, weight] = part.trim().match(/^(\d{1,4})=(\d+\.?\d*|\.\d+)$/) ?? [];
    if (label === undefined || found.has(Number(label))) return undefined;
    found.set(Number(label), Number(weight));
  }
  return found;
}

/** The text that stands for weights, whatever order they were given in. */
export function classWeightsText(weights: ReadonlyMap<number, number>): string {
  const parts = [...weights].filter(([, weight]) => weight !== 1).sort(([a], [b]) => a - b);
  return parts.map(([label, weight]) => `${label}=${weight}`).join("+") || "none";
}

/**
 * The weight of each of so many classes: 1 unless it is named; undefined where none is.
 *
 * @throws {RangeError} If there is no such class.
 */
export function classWeightsOf(text: string, classes: number): number[] | undefined {
  const named = parseClassWeights(text) ?? new Map<number, number>();
  if (named.size === 0) return undefined;
  const unknown = [...named.keys()].find((label) => label >= classes);
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot use --class-weights ${text}: found the class ${unknown}, want one from 0 to ${classes - 1}`,
    );
  }
  return Array.from({ length: classes }, (_, label) => named.get(label) ?? 1);
}
