/** The three products of a linear layer: forward x·W, backward xᵀ·dy and dy·Wᵀ. */
import { type DType, kernels, Random, type Tensor } from "@chainrule/core";
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

/** Batch × inputs × outputs of first layers. */
const IMAGE_SHAPES = [[100, 784, 128], [100, 784, 512]];

/** The tensors of a layer. */
function tensors([batch, inputs, outputs]: number[], dtype: DType) {
  return {
    w: normals([inputs, outputs], dtype),
    y: normals([batch, outputs], dtype),
    dy: normals([batch, outputs], dtype),
    dw: normals([inputs, outputs], dtype),
    dx: normals([batch, inputs], dtype),
  };
}

/** Each product as a function of x. */
const PRODUCTS: Record<string, (x: Tensor, layer: ReturnType<typeof tensors>) => void> = {
  "x·W": (x, { w, y }) => kernels[x.dtype].multiply(x, w, y),
  "xᵀ·dy": (x, { dy, dw }) => kernels[x.dtype].multiply(x, dy, dw, { transposeA: true }),
  "dy·Wᵀ": (x, { dy, w, dx }) => kernels[x.dtype].multiply(dy, w, dx, { transposeB: true }),
};

/** How much work a product is: a multiply-add counts as two. */
function work(shape: number[]): string {
  return `${(2 * shape.reduce((product, size) => product * size) / 1e6).toPrecision(3)} MFLOP`;
}

for (const shape of SHAPES) {
  const size = shape.join("×"), slow = shape[0] * shape[1] * shape[2] > 2e7;
  for (const [name, multiply] of Object.entries(PRODUCTS)) {
    for (const dtype of DTYPES) {
      const layer = tensors(shape, dtype), x = normals(shape.slice(0, 2), dtype);
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

// Images that are mostly background are multiplied as lists of their strokes, for as long as nobody looks at `data`.
// The batches come from one generator, so that they differ.
const random = new Random(2);
const imageBatches = (batchSize: number) => endlessBatches({ batchSize, random });
const asMatrix = (x: Tensor) => (x.data, x);

for (const shape of IMAGE_SHAPES) {
  const [batch, inputs] = shape, size = shape.join("×"), layer = tensors(shape, "float32");
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
