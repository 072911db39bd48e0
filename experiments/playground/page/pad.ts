/// <reference lib="dom" />
/** The field to draw in: with mouse, pen, finger, or the arrow keys.
 * @module
 */
import { syntheticDigits } from "@chainrule/data";
import { colour, css } from "./colours.ts";
import { find, onClick } from "./dom.ts";
import type { Store } from "./store.ts";
import { centred } from "./stroke.ts";

/** Points along the side of the field, and how thick the pen is. */
const SIZE = 280, PEN = 21;
/** How far an arrow key moves the pen. */
const STRIDE = 9;

/** The digit that is there from the start: drawn by code, as there are no images yet. */
const FIRST_SEED = 4;

/** Lets people draw; the image that they make goes to the store. */
export function startPad(store: Store): void {
  const canvas = find<HTMLCanvasElement>("#pad"),
    context = canvas.getContext("2d", { willReadFrequently: true })!;
  const ink = document.createElement("canvas");
  ink.width = ink.height = SIZE;
  const pen = ink.getContext("2d", { willReadFrequently: true })!;
  pen.lineCap = pen.lineJoin = "round";
  pen.lineWidth = PEN;
  /** Whether what is shown was not drawn here: the first stroke takes its place. */
  let foreign = true, at: readonly [number, number] = [SIZE / 2, SIZE / 2], sample = 0;

  const paint = () => {
    context.clearRect(0, 0, SIZE, SIZE);
    context.drawImage(ink, 0, 0);
    context.globalCompositeOperation = "source-in";
    context.fillStyle = css(colour("--ink"));
    context.fillRect(0, 0, SIZE, SIZE);
    context.globalCompositeOperation = "source-over";
  };
  const read = () => {
    const { data } = pen.getImageData(0, 0, SIZE, SIZE), values = new Uint8Array(SIZE * SIZE);
    for (let i = 0; i < values.length; i++) values[i] = data[4 * i + 3];
    store.image = centred(values, SIZE);
    store.changed("image");
  };
  const clear = () => {
    pen.clearRect(0, 0, SIZE, SIZE);
    foreign = false;
    store.labelled = false;
    paint();
    read();
  };
  const stroke = (to: readonly [number, number]) => {
    if (foreign) clear();
    pen.beginPath();
    pen.moveTo(...at);
    pen.lineTo(...to);
    pen.stroke();
    at = to;
    paint();
    read();
  };
  /** Shows an image as it is, pixel by pixel, and hands on the same. */
  const show = (image: Uint8Array<ArrayBuffer>, label: number) => {
    const small = new ImageData(28, 28);
    for (let i = 0; i < image.length; i++) small.data[4 * i + 3] = image[i];
    const source = document.createElement("canvas");
    source.width = source.height = 28;
    source.getContext("2d")!.putImageData(small, 0, 0);
    pen.clearRect(0, 0, SIZE, SIZE);
    pen.drawImage(source, 0, 0, SIZE, SIZE);
    foreign = true;
    paint();
    store.image = image;
    store.label = label;
    store.labelled = true;
    store.changed("image");
  };

  const place = ({ clientX, clientY }: PointerEvent): readonly [number, number] => {
    const { left, top, width } = canvas.getBoundingClientRect();
    return [(clientX - left) * SIZE / width, (clientY - top) * SIZE / width];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    at = place(event);
    stroke(at);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    for (const one of event.getCoalescedEvents?.() ?? []) stroke(place(one));
    stroke(place(event));
  });
  canvas.addEventListener("keydown", (event) => {
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-STRIDE, 0],
      ArrowRight: [STRIDE, 0],
      ArrowUp: [0, -STRIDE],
      ArrowDown: [0, STRIDE],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const within = (value: number) => Math.max(PEN, Math.min(SIZE - PEN, value));
    const to = [within(at[0] + move[0]), within(at[1] + move[1])] as const;
    if (event.shiftKey) at = to;
    else stroke(to);
  });
  onClick("#clear", clear);
  onClick("#another", () => {
    if (!store.sample) return;
    const { images, labels } = store.sample, i = sample++ % labels.length;
    show(images.slice(784 * i, 784 * (i + 1)), labels[i]);
  });
  store.on(["theme"], paint);

  const { train: { images, labels } } = syntheticDigits({ train: 1, test: 1, seed: FIRST_SEED });
  show(new Uint8Array(images), labels[0]);
}
