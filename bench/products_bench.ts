/** The three products of a linear layer: forward x·W, backward xᵀ·dy and dy·Wᵀ. */
import { Random, type Tensor } from "@chainrule/core";
import { fast } from "../core/kernels/builds.ts";
import { layerTensors, PRODUCTS, work } from "./products.ts";
import { ABOUT_DTYPES, DTYPES, inTurn, normals } from "./samples.ts";
import { endlessBatches } from "./training_step.ts";

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
    for (const dtype of DTYPES) {
      const layer = layerTensors(shape, dtype), x = normals(shape.slice(0, 2), dtype);
      Deno.bench({
        name: `${name} ${size} ${dtype}`,
        group: `${name} ${size}, ${work(shape)} (${ABOUT_DTYPES})`,
        baseline: dtype === "float64",
        ...(slow && dtype === "float64" ? { n: 5, warmup: 1 } : {}),
        fn: () => multiply(x, layer),
      });
    }
  }
}

// How near a product comes to what the processor can do: the same build of the kernels does as many multiply-adds on registers alone.
for (const shape of AGAINST_PEAK) {
  const [batch, inputs, outputs] = shape,
    size = shape.join("×"),
    group = `${size} against the peak of one thread`;
  const layer = layerTensors(shape, "float32"), x = normals([batch, inputs]);
  const count = batch * inputs * outputs / 4;
  Deno.bench({
    name: `as many multiply-adds as ${size}, no memory`,
    group,
    baseline: true,
    fn: () => void fast.wasm.multiply_adds(count),
  });
  for (const [name, multiply] of Object.entries(PRODUCTS)) {
    Deno.bench({ name: `${name} ${size}`, group, fn: () => multiply(x, layer) });
  }
}

// Images that are mostly background are multiplied as lists of their strokes, for as long as nobody looks at `data`.
// The batches come from one generator, so that they differ.
const random = new Random(2);
const imageBatches = (batchSize: number) => endlessBatches({ batchSize, random });
const asMatrix = (x: Tensor) => (x.data, x);

for (const shape of IMAGE_SHAPES) {
  const [batch, inputs] = shape, size = shape.join("×"), layer = layerTensors(shape, "float32");
  // Few of its pixels are hard to foresee: an eighth.
  const strokes = inTurn(batch * inputs / 8, () => imageBatches(batch)().inputs);
  const matrix = inTurn(batch * inputs / 8, () => asMatrix(imageBatches(batch)().inputs));
  for (const name of ["x·W", "xᵀ·dy"]) {
    const group = `${name} ${size} of images, ${work(shape)} as a matrix`, multiply = PRODUCTS[name];
    Deno.bench({
      name: `${name} ${size} matrix`,
      group,
      baseline: true,
      fn: () => multiply(matrix(), layer),
    });
    Deno.bench({ name: `${name} ${size} strokes`, group, fn: () => multiply(strokes(), layer) });
  }
  const firstLayer = (x: Tensor) => {
    PRODUCTS["x·W"](x, layer);
    PRODUCTS["xᵀ·dy"](x, layer);
  };
  const group = `first layer ${size} from bytes: batch, x·W, xᵀ·dy`, next = imageBatches(batch);
  Deno.bench({
    name: `first layer ${size} matrix`,
    group,
    baseline: true,
    fn: () => firstLayer(asMatrix(next().inputs)),
  });
  Deno.bench({ name: `first layer ${size} strokes`, group, fn: () => firstLayer(next().inputs) });
}
