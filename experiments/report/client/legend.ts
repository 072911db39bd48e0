/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Legends: clicking a run hides it in all charts of its study, and shows it again.
 * @module
 */
import { all } from "./dom.ts";
import type { View } from "./view.ts";

/** The legends of the page. */
export interface Legends {
  /** Lets the legend of a chart's study decide what it shows. */
  add(place: HTMLElement, view: View): void;
  /** Whether a run is hidden in a chart. */
  isHidden(place: HTMLElement, run: string): boolean;
}

/** Makes all legends work. */
export function startLegends(): Legends {
  const hidden = new Map<string, Set<string>>();
  const views = new Map<string, View[]>();
  const update = (study: string, signal: string, value: unknown) => {
    for (const view of views.get(study) ?? []) view.signal(signal, value).runAsync();
  };
  for (const legend of all<HTMLElement>("[data-legend]")) {
    const study = legend.dataset.legend!, off = new Set<string>();
    hidden.set(study, off);
    const buttons = all<HTMLButtonElement>("button[data-run]", legend);
    const refresh = () => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(!off.has(button.dataset.run!)));
      }
      update(study, "hidden", [...off]);
    };
    for (const button of buttons) {
      const run = button.dataset.run!;
      button.addEventListener("click", () => {
        if (!off.delete(run)) off.add(run);
        refresh();
      });
      for (const type of ["pointerenter", "focus"]) {
        button.addEventListener(type, () => update(study, "focus", off.has(run) ? "" : run));
      }
      for (const type of ["pointerleave", "blur"]) {
        button.addEventListener(type, () => update(study, "focus", ""));
      }
    }
    legend.querySelector("button.all")?.addEventListener("click", () => {
      const none = off.size === 0;
      off.clear();
      if (none) { for (const { dataset } of buttons) off.add(dataset.run!); }
      refresh();
    });
  }
  const studyOf = (place: HTMLElement) => place.dataset.study ?? "";
  return {
    add(place, view) {
      const study = studyOf(place);
      views.set(study, [...views.get(study) ?? [], view]);
      view.signal("hidden", [...hidden.get(study) ?? []]);
    },
    isHidden: (place, run) => hidden.get(studyOf(place))?.has(run) ?? false,
  };
}
