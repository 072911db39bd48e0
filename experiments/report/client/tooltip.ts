/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The values beside the pointer.
 * @module
 */
import { element } from "./dom.ts";

/** A line of a tooltip: a name and a value, and the colour that marks it. */
export interface TooltipLine {
  readonly name: string;
  readonly value: string;
  readonly color?: string;
  readonly strong?: boolean;
}

/** The tooltip of the page: there is one. */
export class Tooltip {
  readonly #box = element("div", "tooltip");

  /** Puts it into the page, hidden. It is read out when it changes. */
  constructor() {
    this.#box.setAttribute("role", "status");
    this.#box.hidden = true;
    document.body.append(this.#box);
    addEventListener("scroll", () => this.hide(), { passive: true });
    addEventListener("pointerdown", () => this.hide(), { capture: true });
    addEventListener("keydown", ({ key }) => key === "Escape" && this.hide());
  }

  /** Shows lines beside a place of the window. */
  show(x: number, y: number, title: string, lines: readonly TooltipLine[]): void {
    const list = element("dl");
    for (const { name, value, color, strong } of lines) {
      const term = element("dt", strong ? "strong" : "", name);
      if (color) {
        const mark = element("i");
        mark.style.background = color;
        term.prepend(mark);
      }
      list.append(term, element("dd", strong ? "strong" : "", value));
    }
    this.#box.replaceChildren(...(title ? [element("strong", "title", title)] : []), list);
    this.#box.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.#box, margin = 14;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = x + margin + width > clientWidth ? x - margin - width : x + margin;
    const top = Math.min(y + margin, clientHeight - height - 4);
    this.#box.style.left = `${Math.max(4, Math.min(left, clientWidth - width - 4))}px`;
    this.#box.style.top = `${Math.max(4, top)}px`;
  }

  /** Hides it. */
  hide(): void {
    this.#box.hidden = true;
  }
}
