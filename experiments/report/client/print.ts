/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Paper can't be unfolded.
 * @module
 */
import { all } from "./dom.ts";

/** Unfolds everything before it is printed. */
export function startPrinting(): void {
  let folded: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    folded = all<HTMLDetailsElement>("main details:not([open])");
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
}
