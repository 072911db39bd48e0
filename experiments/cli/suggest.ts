import { closest } from "fastest-levenshtein";

/** The name, of at least one, that is nearest to a misspelt one, by the number of letters that differ. */
export function nearest(text: string, names: readonly string[]): string {
  // A long text can't be a slip of the pen, and comparing takes as long as it is.
  return closest(text.slice(0, 64).toLowerCase().replaceAll("_", "-"), names);
}
