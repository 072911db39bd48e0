/// <reference lib="dom" />
/** The values beside the pointer.
 * @module
 */

/** A line of a tooltip: a name and a value, and the colour that marks it. */
export interface TooltipLine {
  readonly name: string;
  readonly value: string;
  readonly color?: string;
  readonly strong?: boolean;
}

/** How far it is from the pointer, and at least from the edges of the window, in pixels. */
const AWAY = 14, EDGE = 4;

/** The tooltip of the page: there is one. It is read out when it changes. */
export class Tooltip {
  readonly #box = element("div", "tooltip");

  constructor() {
    this.#box.role = "status";
    this.hide();
    document.body.append(this.#box);
    addEventListener("scroll", () => this.hide(), { passive: true });
    addEventListener("pointerdown", () => this.hide(), { capture: true });
    addEventListener("keydown", ({ key }) => key === "Escape" && this.hide());
  }

  /** Shows lines beside a place of the window. */
  show(x: number, y: number, title: string, lines: readonly TooltipLine[]): void {
    const list = element("dl"), box = this.#box;
    for (const { name, value, color, strong } of lines) {
      const term = element("dt", strong ? "strong" : "", name);
      if (color) {
        const mark = element("i");
        mark.style.background = color;
        term.prepend(mark);
      }
      list.append(term, element("dd", strong ? "strong" : "", value));
    }
    box.replaceChildren(...(title ? [element("strong", "title", title)] : []), list);
    box.hidden = false;
    const { clientWidth, clientHeight } = document.documentElement;
    const [right, bottom] = [clientWidth - box.offsetWidth - EDGE, clientHeight - box.offsetHeight - EDGE];
    const left = x + AWAY > right + EDGE ? x - AWAY - box.offsetWidth : x + AWAY;
    box.style.left = `${Math.max(EDGE, Math.min(left, right))}px`;
    box.style.top = `${Math.max(EDGE, Math.min(y + AWAY, bottom))}px`;
  }

  hide(): void {
    this.#box.hidden = true;
  }
}

/** A new element with a class and a text. What comes from files is only ever a text. */
function element(tag: string, className = "", textContent = ""): HTMLElement {
  return Object.assign(document.createElement(tag), { className, textContent });
}
