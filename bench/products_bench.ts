/** The three products of a linear layer: forward x·W, backward xᵀ·dy and dy·Wᵀ. */
import { Random, type Tensor } from "@chainrule/core";
import { FAST, KINDS } from "./kinds.ts";
import { layerTensors, PRODUCTS, work } from "./products.ts";
import { inTurn, normals } from "./samples.ts";
import { digits, endlessBatches } from "./training_step.ts";

/** Batch × inputs × outputs: layers of the study, and sizes that other libraries are measured at. */
const SHAPES = [
  [100, 784, 128],
  [100, 128, 10],
  [100, 784, 512],
  [100, 512, 512],
  [128, 784, 128],
  [256, 256, 256],
  [512, 512, 512],
];

/** Batch × inputs × outputs: dense products that are compared with the peak. */
const AGAINST_PEAK = [[128, 784, 128], [256, 256, 256], [512, 512, 512]];

/** Batch × inputs × outputs of first layers. */
const IMAGE_SHAPES = [[100, 784, 128], [100, 784, 512]];

for (const shape of SHAPES) {
  const size = shape.join("×"), slow = shape[0] * shape[1] * shape[2] > 2e7;
  for (const [name, multiply] of Object.entries(PRODUCTS)) {
    for (const { name: kind, dtype, select } of KINDS) {
      const layer = layerTensors(shape, dtype), x = normals(shape.slice(0, 2), dtype);
      Deno.bench({
        name: `${name} ${size} ${kind}`,
        group: `${name} ${size}, ${work(shape)}`,
        baseline: kind === "plain",
        ...(slow && dtype === "float64" ? { n: 5, warmup: 1 } : {}),
        fn() {
          select();
          multiply(x, layer);
        },
      });
    }
  }
}

// How near a product comes to what the processor can do: kernels of the same kind do as many multiply-adds on registers alone.
for (const shape of AGAINST_PEAK) {
  for (const { name: kind, functions, select } of FAST) {
    const [batch, inputs, outputs] = shape, size = shape.join("×");
    const group = `${size} against the peak of one thread, ${kind}`, count = batch * inputs * outputs / 4;
    const layer = layerTensors(shape, "float32"), x = normals([batch, inputs]);
    Deno.bench({
      name: `as many multiply-adds as ${size}, no memory, ${kind}`,
      group,
      baseline: true,
      fn: () => void functions!.multiply_adds(count),
    });
    for (const [name, multiply] of Object.entries(PRODUCTS)) {
      Deno.bench({
        name: `${name} ${size} ${kind}`,
        group,
        fn() {
          select();
          multiply(x, layer);
        },
      });
    }
  }
}

// Images that are mostly background are multiplied as lists of their strokes, for as long as nobody looks at `data`.
// The batches come from one generator, so that they differ.
const random = new Random(2);
const imageBatches = (batchSize: number) => endlessBatches({ batchSize, random });
/** The share of pixels that are not background. */
const INK = digits.images.reduce((sum, byte) => sum + Number(byte > 0), 0) / digits.images.length;
const asMatrix = (x: Tensor) => (x.data, x);

for (const shape of IMAGE_SHAPES) {
  const [batch, inputs, outputs] = shape, size = shape.join("×"), layer = layerTensors(shape, "float32");
  for (const { name: kind, functions, select } of FAST) {
    select();
    // Few of its pixels are hard to foresee: an eighth.
    const strokes = inTurn(batch * inputs / 8, () => imageBatches(batch)().inputs);
    const matrix = inTurn(batch * inputs / 8, () => asMatrix(imageBatches(batch)().inputs));
    const bench = (name: string, group: string, fn: () => void, baseline = false) =>
      Deno.bench({
        name: `${name}, ${kind}`,
        group: `${group}, ${kind}`,
        baseline,
        fn() {
          select();
          fn();
        },
      });
    for (const name of ["x·W", "xᵀ·dy"]) {
      const group = `${name} ${size} of images, ${work(shape)} as a matrix`, multiply = PRODUCTS[name];
      bench(`${name} ${size} matrix`, group, () => multiply(matrix(), layer), true);
      bench(`${name} ${size} strokes`, group, () => multiply(strokes(), layer));
    }
    const firstLayer = (x: Tensor) => {
      PRODUCTS["x·W"](x, layer);
      PRODUCTS["xᵀ·dy"](x, layer);
    };
    // Both products of what is not background, a fifth of the pixels.
    const count = Math.round(2 * batch * inputs * outputs * INK / 4);
    const group = `first layer ${size} from bytes: batch, x·W, xᵀ·dy`, next = imageBatches(batch);
    bench(`first layer ${size} matrix`, group, () => firstLayer(asMatrix(next().inputs)), true);
    bench(`first layer ${size} strokes`, group, () => firstLayer(next().inputs));
    bench(
      `as many multiply-adds as ${size} has of ink, no memory`,
      group,
      () => void functions!.multiply_adds(count),
    );
  }
}
