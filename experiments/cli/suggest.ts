import { distance } from "fastest-levenshtein";

/** A name is near if at most so many of its letters, or of those that were typed, are wrong. */
const WRONG = 0.4;

/**
 * The name that is nearest to a misspelt one, by the number of letters that differ, or the only one that begins with it, or that
 * begins with it as a whole word; undefined where none is near.
 */
export function nearest(text: string, names: readonly string[]): string | undefined {
  // A long text can't be a slip of the pen, and comparing takes as long as it is.
  const typed = text.slice(0, 64).toLowerCase().replaceAll("_", "-");
  const found = names.map((name) => ({ name, wrong: slips(typed, name) }))
    .filter(({ name, wrong }) => wrong <= WRONG * Math.max(typed.length, name.length))
    .reduce<{ name: string; wrong: number } | undefined>(
      (best, one) => best && best.wrong <= one.wrong ? best : one,
      undefined,
    );
  if (found || typed === "") return found?.name;
  const begun = names.filter((name) => name.startsWith(typed));
  return begun.length === 1 ? begun[0] : begun.find((name) => name.startsWith(`${typed}-`));
}

/** How many letters are wrong, missing or too many; two that have changed places are one slip. */
function slips(typed: string, name: string): number {
  let least = distance(typed, name);
  if (Math.abs(typed.length - name.length) > 1) return least;
  for (let i = 1; i < typed.length; i++) {
    const swapped = typed.slice(0, i - 1) + typed[i] + typed[i - 1] + typed.slice(i + 1);
    least = Math.min(least, 1 + distance(swapped, name));
  }
  return least;
}

/** The nearest name as the end of a sentence: `, the nearest is "hinge"`; nothing where none is near. */
export function suggestion(text: string, names: readonly string[]): string {
  const name = nearest(text, names);
  return name === undefined ? "" : `, the nearest is "${name}"`;
}
