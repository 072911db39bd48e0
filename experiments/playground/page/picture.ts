/// <reference lib="dom" />
/** The numbers of inputs, or of weights that lead to one unit, as a picture.
 * @module
 */
import { element, formula } from "./dom.ts";
import { drawNumbers } from "./pictures.ts";

/** What pictures show, by their formulas. */
const PICTURES: Readonly<Record<string, string>> = {
  "x": "inputs",
  "w-j": "weights into the unit",
  "x-w-j": "what each input contributes",
  "d-x": "gradient of the inputs",
  "d-w-j": "gradient of the weights",
};

/** A picture of the numbers that belong to the pixels, or to the units before. */
export class Picture {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;

  constructor(part: string, choose: (i: number) => void) {
    this.#canvas = element("canvas", {
      class: "picture",
      role: "img",
      "aria-label": PICTURES[part],
    });
    this.#canvas.addEventListener("click", ({ offsetX, offsetY }) => {
      const { width, height, clientWidth, clientHeight } = this.#canvas;
      choose(Math.floor(offsetY * height / clientHeight) * width + Math.floor(offsetX * width / clientWidth));
    });
    this.element = element(
      "figure",
      {},
      this.#canvas,
      element("figcaption", {}, formula(part), ` ${PICTURES[part]}`),
    );
  }

  draw(numbers: ArrayLike<number>): void {
    drawNumbers(this.#canvas, numbers, Math.ceil(Math.sqrt(numbers.length)));
  }
}
