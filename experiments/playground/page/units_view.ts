/// <reference lib="dom" />
/** What the units of the first layer look for, and where the network looks.
 * @module
 */
import { Cells } from "./cells.ts";
import { find, watchVisible } from "./dom.ts";
import type { Explained } from "./explained.ts";
import { drawImages, drawNumbers, largest } from "./pictures.ts";
import type { Store } from "./store.ts";
import type { Following } from "./weight_view.ts";
import { writeColour } from "./colours.ts";

/** So many images are asked about, and so many of them shown at each end. */
const ASKED = 300, SHOWN = 6;

/** Pictures of the columns of the first layer's weights. */
function thumbnails(weight: Float64Array, units: number): HTMLCanvasElement[] {
  const most = 0.6 * largest(weight) || 1;
  return Array.from({ length: units }, (_, unit) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 28;
    const context = canvas.getContext("2d")!, image = context.createImageData(28, 28);
    for (let i = 0; i < 784; i++) writeColour(weight[i * units + unit] / most, image.data, 4 * i);
    context.putImageData(image, 0, 0);
    return canvas;
  });
}

export function startUnits(
  store: Store,
  explained: Explained,
  following: Following,
  onFollow: (listen: () => void) => void,
): void {
  const gallery = find<HTMLCanvasElement>("#gallery"), visible = watchVisible(find(".units"), () => draw());
  const cells = new Cells(gallery, (unit) => following.follow({ layer: 0, to: unit }));
  let unit = 0, pictures: HTMLCanvasElement[] = [], picturesOf: unknown, askedFor = "";
  let order: { image: Uint8Array; outputs: Float64Array }[] = [], askedOf: unknown;

  /** The outputs of the first layer for images of the sample: asked when a network has come to rest. */
  const ask = () => {
    const { sample, answering } = store;
    if (!sample || askedOf === answering.weights && askedFor === sample.name) return;
    if (store.running && store.subject !== "included" && order.length > 0) return;
    askedOf = answering.weights;
    askedFor = sample.name;
    const { explainer } = explained;
    order = Array.from({ length: Math.min(ASKED, sample.labels.length) }, (_, i) => {
      const image = sample.images.subarray(784 * i, 784 * (i + 1));
      return { image, outputs: Float64Array.from(explainer.firstOutputs(image)) };
    });
  };
  /** At first it is drawn wherever it is, so that it has its height before anybody jumps past it. */
  let drawn = false;
  const draw = () => {
    if (!visible() && drawn) return;
    drawn = true;
    const { layers } = explained.explanation, [first] = layers, units = first.sum.length;
    if (following.place.layer === 0) unit = following.place.to;
    unit = Math.min(unit, units - 1);
    const { weights } = store.answering;
    if (picturesOf !== weights || pictures.length !== units) pictures = thumbnails(first.weight, units);
    picturesOf = weights;
    const columns = units <= 64 ? 8 : units <= 144 ? 12 : Math.ceil(Math.sqrt(units));
    cells.draw({
      count: units,
      columns,
      chosen: unit,
      describe: (i) => `unit ${i}`,
      paint: (context, i, x, y, size) => context.drawImage(pictures[i], x + 1, y + 1, size - 2, size - 2),
    });
    find("#unit-title").textContent = `Unit ${unit} answers to`;
    ask();
    if (order.length > 0 && unit < order[0].outputs.length) {
      const sorted = order.toSorted((a, b) => b.outputs[unit] - a.outputs[unit]);
      const chosen = [...sorted.slice(0, SHOWN), ...sorted.slice(-SHOWN)].map(({ image }) => image);
      drawImages(find<HTMLCanvasElement>("#favourites"), chosen, 28, SHOWN);
    }
    drawNumbers(find<HTMLCanvasElement>("#saliency"), saliency(), 28);
  };
  /** The gradient of the answer's logit, times what a pixel differs from background. */
  const saliency = () => {
    const { image } = store, gradient = explained.explainer.logitGradient(image);
    return gradient.map((slope, i) => slope * image[i] / 255);
  };
  store.on(["image", "answering", "subject", "sample", "theme"], draw);
  onFollow(draw);
  addEventListener("resize", draw);
}
