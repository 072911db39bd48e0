/// <reference lib="dom" />
/** Legends: clicking a run hides it in all charts of its study, and shows it again.
 * @module
 */
import type { View } from "vega";

/** What is hidden of a study, and the charts in which it is. */
export interface Legend {
  readonly hidden: Set<string>;
  readonly views: Set<View>;
}

/** The legends of the page, which may change while it is open. */
export class Legends {
  readonly #legends = new Map<string, Legend>();

  /** Makes all legends work. */
  constructor() {
    document.addEventListener("click", ({ target }) => {
      const button = buttonAt(target);
      if (!button) return;
      const { place, run } = button, { hidden } = this.of(place.dataset.legend!);
      if (run === undefined) {
        const none = hidden.size === 0;
        hidden.clear();
        if (none) { for (const { dataset } of buttonsOf(place)) hidden.add(dataset.run!); }
      } else if (!hidden.delete(run)) hidden.add(run);
      this.refresh();
    });
    const point = (target: EventTarget | null, on: boolean) => {
      const { place, run } = buttonAt(target) ?? {};
      if (!place || run === undefined) return;
      const { hidden, views } = this.of(place.dataset.legend!);
      for (const view of views) view.signal("focus", on && !hidden.has(run) ? run : "").runAsync();
    };
    for (const type of ["pointerover", "focusin"]) {
      document.addEventListener(type, ({ target }) => point(target, true));
    }
    for (const type of ["pointerout", "focusout"]) {
      document.addEventListener(type, ({ target }) => point(target, false));
    }
  }

  /** That of a study. */
  of(study: string): Legend {
    const known = this.#legends.get(study) ?? { hidden: new Set(), views: new Set() };
    this.#legends.set(study, known);
    return known;
  }

  /** Shows what is hidden, in the legends and in the charts. */
  refresh(): void {
    for (const place of document.querySelectorAll<HTMLElement>("[data-legend]")) {
      const { hidden, views } = this.of(place.dataset.legend!);
      for (const button of buttonsOf(place)) button.ariaPressed = String(!hidden.has(button.dataset.run!));
      for (const view of views) view.signal("hidden", [...hidden]).runAsync();
    }
  }
}

function buttonsOf(place: HTMLElement): NodeListOf<HTMLElement> {
  return place.querySelectorAll<HTMLElement>("button[data-run]");
}

/** The button of a legend that something happens to. That for all has no run. */
function buttonAt(target: EventTarget | null): { place: HTMLElement; run?: string } | undefined {
  const button = target instanceof Element && target.closest<HTMLElement>("[data-legend] button");
  return button
    ? { place: button.closest<HTMLElement>("[data-legend]")!, run: button.dataset.run }
    : undefined;
}
