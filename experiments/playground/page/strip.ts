/// <reference lib="dom" />
/** The numbers of a layer as a row of cells.
 * @module
 */
import { Cells, paintNumber } from "./cells.ts";
import { digits } from "./digits.ts";
import { element, formula } from "./dom.ts";
import { largest } from "./pictures.ts";

/** A row of numbers: its name, its cells, and the chosen one in words. */
export class Strip {
  readonly element: HTMLElement;
  readonly #cells: Cells;
  readonly #read = element("p", { class: "read" });
  readonly #name: string;

  constructor(part: string, name: string, choose: (i: number) => void) {
    this.#name = name;
    const canvas = element("canvas", { class: "grid", "aria-label": name });
    this.#cells = new Cells(canvas, choose);
    this.element = element("div", { class: "cells" }, element("span", {}, formula(part)), canvas, this.#read);
  }

  draw(numbers: ArrayLike<number>, chosen: number, unit: string): void {
    const most = largest(numbers) || 1, count = numbers.length;
    const describe = (i: number) => `${this.#name}, ${unit} ${i}: ${digits(numbers[i] ?? 0, 4)}`;
    this.#read.textContent = `${unit} ${chosen}: ${digits(numbers[chosen] ?? 0)}`;
    this.#cells.draw({
      count,
      columns: count <= 16 ? 20 : count <= 64 ? Math.min(count, 32) : count <= 256 ? 43 : 64,
      chosen,
      describe,
      paint: (context, i, x, y, size) => paintNumber(context, numbers[i] / most, [x, y, size]),
    });
  }
}
