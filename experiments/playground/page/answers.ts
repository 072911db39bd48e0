/// <reference lib="dom" />
/** The probabilities of the ten digits.
 * @module
 */
import { element, find } from "./dom.ts";
import { largestAt } from "./explain.ts";
import type { Store } from "./store.ts";
import type { Explained } from "./explained.ts";

/** Shows what the network that answers makes of the digit at hand. */
export function startAnswers(store: Store, explained: Explained): void {
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const bar = element("i"), value = element("span", { class: "value" });
    const row = element(
      "li",
      {},
      element("span", {}, String(digit)),
      element("span", { class: "bar" }, bar),
      value,
    );
    find("#answers").append(row);
    return { row, bar, value };
  });
  let said = -1;
  store.on(["image", "answering", "subject"], () => {
    const probabilities = explained.probabilities,
      best = largestAt(probabilities);
    rows.forEach(({ row, bar, value }, i) => {
      const probability = probabilities[i];
      bar.style.width = Number.isFinite(probability) ? `${100 * probability}%` : "0";
      value.textContent = Number.isFinite(probability) ? `${(100 * probability).toFixed(1)} %` : "–";
      row.classList.toggle("best", i === best);
    });
    if (best !== said && best >= 0) find("#answer").textContent = `The network says ${best}`;
    said = best;
  });
}
