/// <reference lib="dom" />
/** Numbers as cells of which one is chosen, with the pointer or with the arrow keys.
 * @module
 */
import { colour, css } from "./colours.ts";
import { sized } from "./pictures.ts";

/** What the cells show: each is a picture of its own, of one pixel or of several. */
export interface CellsOptions {
  /** How many cells there are. */
  readonly count: number;
  readonly columns: number;
  /** Paints a cell into a square of the context. */
  paint(context: CanvasRenderingContext2D, i: number, x: number, y: number, size: number): void;
  /** What the chosen cell is, in words. */
  describe(i: number): string;
  readonly chosen: number;
}

/** A canvas of cells. Its size in the page is that of the style sheet; cells are square. */
export class Cells {
  readonly canvas: HTMLCanvasElement;
  #options: CellsOptions | undefined;

  constructor(canvas: HTMLCanvasElement, choose: (i: number) => void) {
    this.canvas = canvas;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "slider");
    canvas.addEventListener("click", ({ offsetX, offsetY }) => {
      const options = this.#options;
      if (!options) return;
      const size = canvas.clientWidth / options.columns;
      const i = Math.floor(offsetY / size) * options.columns + Math.floor(offsetX / size);
      if (i >= 0 && i < options.count) choose(i);
    });
    canvas.addEventListener("keydown", (event) => {
      const options = this.#options;
      if (!options) return;
      const { columns, count, chosen } = options;
      const steps: Record<string, number> = {
        ArrowLeft: chosen - 1,
        ArrowRight: chosen + 1,
        ArrowUp: chosen - columns,
        ArrowDown: chosen + columns,
        Home: 0,
        End: count - 1,
      };
      if (!(event.key in steps)) return;
      event.preventDefault();
      choose(Math.max(0, Math.min(count - 1, steps[event.key])));
    });
  }

  draw(options: CellsOptions): void {
    this.#options = options;
    const { canvas } = this, { count, columns, chosen } = options;
    const width = Math.max(1, canvas.clientWidth), ratio = Math.min(3, devicePixelRatio || 1);
    const rows = Math.ceil(count / columns), size = width * ratio / columns;
    canvas.style.aspectRatio = `${columns} / ${rows}`;
    const context = sized(canvas, Math.round(width * ratio), Math.round(rows * size));
    context.imageSmoothingEnabled = false;
    for (let i = 0; i < count; i++) {
      options.paint(context, i, i % columns * size, Math.floor(i / columns) * size, size);
    }
    if (chosen >= 0 && chosen < count) {
      context.lineWidth = 2 * ratio;
      context.strokeStyle = css(colour("--ink"));
      const x = chosen % columns * size, y = Math.floor(chosen / columns) * size;
      context.strokeRect(x + ratio, y + ratio, size - 2 * ratio, size - 2 * ratio);
    }
    canvas.setAttribute("aria-valuemin", "0");
    canvas.setAttribute("aria-valuemax", String(count - 1));
    canvas.setAttribute("aria-valuenow", String(chosen));
    canvas.setAttribute("aria-valuetext", options.describe(chosen));
  }
}

/** Paints a cell of one number. */
export function paintNumber(
  context: CanvasRenderingContext2D,
  part: number,
  [x, y, size]: readonly [number, number, number],
): void {
  const share = Number.isFinite(part) ? Math.min(1, Math.abs(part)) ** 0.75 : 1;
  const gap = size > 12 ? 1 : 0.5;
  context.fillStyle = css(colour("--sunk"));
  context.fillRect(x + gap, y + gap, size - 2 * gap, size - 2 * gap);
  context.fillStyle = css(colour(part < 0 ? "--minus" : "--plus"), share);
  context.fillRect(x + gap, y + gap, size - 2 * gap, size - 2 * gap);
}
