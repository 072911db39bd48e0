/** How training images are distorted, as a setting: `none`, or `shift=2+rotation=10`.
 * @module
 */

/** The distortions of `@chainrule/data`, in the order in which a setting names them. */
const NAMES = ["shift", "rotation", "scale", "elastic", "smoothness"] as const;

export type Distortions = { readonly [name in typeof NAMES[number]]?: number };

/** What is wanted where a text is none. */
export const WANTED_AUGMENTATION = `none, or some of ${NAMES.map((name) => `${name}=X`).join(", ")}`;

/**
 * Reads a setting, with `,` or `+` between its parts.
 *
 * @returns No distortions for `none`; undefined if it is no such text.
 */
export function parseAugmentation(text: string): Distortions | undefined {
  if (text === "none") return {};
  const found = new Map<string, number>();
  for (const part of text.split(/[,+]/)) {
    const [, name, number] = part.trim().match(/^([a-z]+)=(\d+\.?\d*|\.\d+)$/) ?? [];
    if (!NAMES.includes(name as typeof NAMES[number]) || found.has(name)) return undefined;
    found.set(name, Number(number));
  }
  return Object.fromEntries(found);
}

/** The text that stands for distortions, whatever order they were given in. */
export function augmentationText(distortions: Distortions): string {
  const { smoothness: _, ...strengths } = distortions;
  if (Object.values(strengths).every((strength) => strength === 0)) return "none";
  return NAMES.flatMap((name) => distortions[name] ? `${name}=${distortions[name]}` : []).join("+");
}
