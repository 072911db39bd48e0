/// <reference lib="dom" />
/** Legends: clicking a run hides it in all charts of its study, and shows it again.
 * @module
 */
import type { View } from "vega";

/** What is hidden of a study, and the charts in which it is. */
export interface Legend {
  readonly hidden: Set<string>;
  readonly views: View[];
}

/** Makes all legends work. They are known by their studies. */
export function startLegends(): ReadonlyMap<string, Legend> {
  const legends = new Map<string, Legend>();
  for (const place of document.querySelectorAll<HTMLElement>("[data-legend]")) {
    const hidden = new Set<string>(), views: View[] = [];
    legends.set(place.dataset.legend!, { hidden, views });
    const tell = (signal: string, value: unknown) => {
      for (const view of views) view.signal(signal, value).runAsync();
    };
    const buttons = [...place.querySelectorAll<HTMLElement>("button[data-run]")];
    const runs = buttons.map(({ dataset }) => dataset.run!);
    const refresh = () => {
      buttons.forEach((button, i) => button.ariaPressed = String(!hidden.has(runs[i])));
      tell("hidden", [...hidden]);
    };
    buttons.forEach((button, i) => {
      const run = runs[i], point = () => tell("focus", hidden.has(run) ? "" : run);
      button.addEventListener("click", () => {
        if (!hidden.delete(run)) hidden.add(run);
        refresh();
      });
      for (const type of ["pointerenter", "focus"]) button.addEventListener(type, point);
      for (const type of ["pointerleave", "blur"]) button.addEventListener(type, () => tell("focus", ""));
    });
    place.querySelector("button.all")?.addEventListener("click", () => {
      const none = hidden.size === 0;
      hidden.clear();
      if (none) { for (const run of runs) hidden.add(run); }
      refresh();
    });
  }
  return legends;
}
