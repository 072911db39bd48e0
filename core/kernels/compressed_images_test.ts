/** Batches kept as lists of their strokes must be the same tensors, to all who look, as batches of plain numbers. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { AWKWARD_SIZES } from "../compare.ts";
import { reserveBytes, reserveUint32 } from "../memory.ts";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { imagesOf, ImageTensor } from "./image_tensor.ts";
import type { PixelScale } from "./types.ts";
import { builds, type Call, EPS, inEachBuild, type Make, plainTensors, uniforms } from "./parity.ts";
import { reference } from "./reference.ts";

const SCALES: PixelScale[] = [
  { background: 0, divisor: 255 },
  { background: 128, divisor: 255 },
  { background: 0, divisor: 1 },
];

/** Images of which a share is not background. */
function drawImages(random: Random, count: number, pixels: number, share: number): Uint8Array {
  const images = reserveBytes(count * pixels);
  for (let i = 0; i < images.length; i++) {
    if (random.uniform() < share) images[i] = 1 + random.integer(255);
  }
  return images;
}

function orderOf(random: Random, batch: number, count: number): Uint32Array {
  const order = reserveUint32(batch);
  for (let i = 0; i < batch; i++) order[i] = random.integer(count);
  return order;
}

const imageTensor = (rows: number, pixels: number) => new ImageTensor(Tensor.zeros([rows, pixels]));

interface Images {
  images: Uint8Array;
  order: Uint32Array;
  rows: number;
  pixels: number;
  scale: PixelScale;
}

interface Operands {
  weights: Float32Array;
  biases: Float32Array;
  gradients: Float32Array;
}

/** What a first layer does with a batch: x·w, x·w + bias, and xᵀ·dy. */
function firstLayer({ images, order, rows, pixels, scale }: Images, n: number, operands: Operands) {
  return (make: Make): Call => {
    const x = new ImageTensor(make([rows, pixels])),
      w = make([pixels, n], operands.weights),
      bias = make([n], operands.biases);
    const dy = make([rows, n], operands.gradients);
    const y = make([rows, n]), withBias = make([rows, n]), dw = make([pixels, n]);
    return {
      outputs: [y, withBias, dw, x],
      run: (kernels) => {
        kernels.gather(images, order, scale, x);
        kernels.multiply(x, w, y);
        kernels.multiply(x, w, withBias, { bias });
        kernels.multiply(x, dy, dw, { transposeA: true });
      },
    };
  };
}

/**
 * The tolerance is that of a sum of k products in any order, (k + 3)·EPS·Σ|x||w|, number by number. Background and byte are
 * multiplied apart, so |x| counts as (background + byte)/divisor: as if the background were negative.
 */
function assertFirstLayer(of: Images, n: number, random: Random): void {
  const { rows, pixels, scale } = of;
  const operands = {
    weights: uniforms(random, pixels * n),
    biases: uniforms(random, n),
    gradients: uniforms(random, rows * n),
  };
  const magnitudes = firstLayer({ ...of, scale: { ...scale, background: -scale.background } }, n, {
    weights: operands.weights.map(Math.abs),
    biases: operands.biases.map(Math.abs),
    gradients: operands.gradients.map(Math.abs),
  })(plainTensors);
  magnitudes.run(reference);
  const name = `${rows} images of ${pixels}, (x - ${scale.background})/${scale.divisor}, ${n} columns`;
  inEachBuild(name, firstLayer(of, n, operands), (name, found, wanted, output) => {
    const factor = [pixels + 3, pixels + 3, rows + 3, 0][output] * EPS,
      sums = magnitudes.outputs[output].data;
    const wrong = wanted.findIndex((value, i) => !(Math.abs(found[i] - value) <= factor * sums[i]));
    assert(wrong < 0, `${name}: output ${output} [${wrong}] is ${found[wrong]}, want ${wanted[wrong]}`);
  });
}

Deno.test("compressed images: products equal those of plain numbers at awkward sizes", () => {
  const random = new Random(1), sizes = AWKWARD_SIZES.filter((size) => size < 784);
  for (const rows of [...sizes, 7, 8, 9, 24, 25]) {
    for (const pixels of [1, 2, 15, 16, 17, 127]) {
      const images = drawImages(random, 10, pixels, 0.2), order = orderOf(random, rows, 10);
      const scale = SCALES[random.integer(SCALES.length)];
      for (const n of [1, 5, 16, 33]) assertFirstLayer({ images, order, rows, pixels, scale }, n, random);
    }
  }
});

Deno.test("compressed images: products equal those of plain numbers, from empty to full images", () => {
  const random = new Random(2), rows = 100, pixels = 784;
  for (const share of [0, 0.001, 0.19, 0.34, 0.36, 1]) {
    const images = drawImages(random, 120, pixels, share), order = orderOf(random, rows, 120);
    for (const scale of SCALES) assertFirstLayer({ images, order, rows, pixels, scale }, 20, random);
  }
});

Deno.test("compressed images: are used where they are worth it", () => {
  const random = new Random(3), rows = 50, pixels = 784;
  for (const [share, worth] of [[0, true], [0.19, true], [0.34, true], [0.36, false], [1, false]] as const) {
    const images = drawImages(random, 60, pixels, share), order = orderOf(random, rows, 60);
    for (const kernels of Object.values(builds)) {
      const x = imageTensor(rows, pixels);
      kernels.gather(images, order, SCALES[0], x);
      assertEquals(imagesOf(x) !== undefined, worth);
    }
  }
});

Deno.test("compressed images: a tensor that is not made for them gets the numbers at once, and they are the same", () => {
  const random = new Random(6), rows = 5, pixels = 40;
  const images = drawImages(random, 20, pixels, 0.2), order = orderOf(random, rows, 20);
  for (const kernels of Object.values(builds)) {
    const plain = Tensor.zeros([rows, pixels]), view = imageTensor(rows, pixels);
    kernels.gather(images, order, SCALES[1], plain);
    kernels.gather(images, order, SCALES[1], view);
    assertEquals([imagesOf(plain), imagesOf(view) !== undefined], [undefined, true]);
    assertEquals(view.data, plain.data);
    assert(imagesOf(view) !== undefined, "nothing was changed");
    view.data[rows * pixels - 1] += 1;
    assertEquals(imagesOf(view), undefined);
  }
  const double = new ImageTensor(Tensor.zeros([rows, pixels], "float64")),
    wanted = Tensor.zeros([rows, pixels], "float64");
  reference.gather(images, order, SCALES[1], double);
  reference.gather(images, order, SCALES[1], wanted);
  assertEquals([double.dtype, double.data], ["float64", wanted.data]);
});

Deno.test("compressed images: are forgotten where the next ones are not worth it", () => {
  const random = new Random(7), rows = 5, pixels = 40;
  const sparse = drawImages(random, 20, pixels, 0.1), full = drawImages(random, 20, pixels, 1);
  const order = orderOf(random, rows, 20), wanted = Tensor.zeros([rows, pixels]);
  reference.gather(full, order, SCALES[0], wanted);
  for (const kernels of Object.values(builds)) {
    const x = imageTensor(rows, pixels);
    kernels.gather(sparse, order, SCALES[0], x);
    kernels.gather(full, order, SCALES[0], x);
    assertEquals(imagesOf(x), undefined);
    assertEquals(x.data, wanted.data);
  }
});

Deno.test("compressed images: can be read, written, copied and filled again like any tensor", () => {
  const random = new Random(4), rows = 6, pixels = 30, n = 3;
  const images = drawImages(random, 20, pixels, 0.2), scale = SCALES[1];
  const w = Tensor.from(uniforms(random, pixels * n), [pixels, n]);
  const wanted = Tensor.zeros([rows, pixels]),
    first = orderOf(random, rows, 20),
    second = orderOf(random, rows, 20);
  for (const kernels of Object.values(builds)) {
    const x = imageTensor(rows, pixels);
    for (const order of [first, second, first]) {
      reference.gather(images, order, scale, wanted);
      const fill = () => kernels.gather(images, order, scale, x);
      fill();
      assertEquals(x.size, rows * pixels);
      assertEquals(x.head(2).data, wanted.head(2).data);
      fill();
      assertEquals(x.clone().data, wanted.data);
      fill();
      assertEquals(x.reshape([rows * pixels]).data, wanted.data);
      fill();
      assertEquals(x.toArray(), wanted.toArray());

      // Who has written to the numbers multiplies what was written.
      fill();
      x.data.fill(2);
      const y = Tensor.zeros([rows, n]), twice = Tensor.zeros([rows, n]);
      kernels.multiply(x, w, y);
      kernels.multiply(Tensor.from(new Float32Array(rows * pixels).fill(2), [rows, pixels]), w, twice);
      assertEquals(y.data, twice.data);
    }
  }
});

Deno.test("compressed images: the gradient is of the last images, however often it is asked for", () => {
  const random = new Random(5), rows = 9, pixels = 40, n = 4;
  const images = drawImages(random, 30, pixels, 0.2), scale = SCALES[0];
  const dy = Tensor.from(uniforms(random, rows * n), [rows, n]);
  for (const kernels of Object.values(builds)) {
    const x = imageTensor(rows, pixels), dw = Tensor.zeros([pixels, n]), again = Tensor.zeros([pixels, n]);
    for (let batch = 0; batch < 4; batch++) {
      const order = orderOf(random, rows, 30),
        fresh = imageTensor(rows, pixels),
        wanted = Tensor.zeros([pixels, n]);
      kernels.gather(images, order, scale, x);
      kernels.multiply(x, dy, dw, { transposeA: true });
      kernels.multiply(x, dy, again, { transposeA: true });
      kernels.gather(images, order, scale, fresh);
      kernels.multiply(fresh, dy, wanted, { transposeA: true });
      assertEquals(dw.data, wanted.data);
      assertEquals(again.data, wanted.data);
    }
  }
});

Deno.test("compressed images: a NaN among the weights of a stroke is not hidden", () => {
  const pixels = 20, images = reserveBytes(pixels), order = reserveUint32(1);
  images[7] = 200;
  const w = Tensor.from(new Float32Array(pixels).fill(1), [pixels, 1]), y = Tensor.zeros([1, 1]);
  w.data[7] = NaN;
  for (const kernels of Object.values(builds)) {
    const x = imageTensor(1, pixels);
    kernels.gather(images, order, SCALES[0], x);
    assert(imagesOf(x) !== undefined);
    kernels.multiply(x, w, y);
    assert(Number.isNaN(y.data[0]));
  }
});

Deno.test("compressed images: products have the same bits whether anyone looks or not, until a number is changed", () => {
  const rows = 20,
    pixels = 300,
    n = 33,
    random = new Random(5),
    bits = ({ data }: Tensor) => new Uint32Array(data.slice().buffer);
  const images = drawImages(random, rows, pixels, 0.2), order = orderOf(random, rows, rows);
  const w = Tensor.from(uniforms(random, pixels * n), [pixels, n]),
    dy = Tensor.from(uniforms(random, rows * n), [rows, n]);
  const y = Tensor.zeros([rows, n]), dw = Tensor.zeros([pixels, n]);
  for (const kernels of Object.values(builds)) {
    const products = (x: Tensor) => {
      kernels.multiply(x, w, y);
      kernels.multiply(x, dy, dw, { transposeA: true });
      return [bits(y), bits(dw)];
    };
    const x = imageTensor(rows, pixels);
    kernels.gather(images, order, SCALES[1], x);
    const unseen = products(x), dense = products(x.clone());
    assertNotEquals(unseen, dense); // or there would be nothing to find
    assertEquals(products(x), unseen);
    x.data[pixels] += 1e-3;
    assertEquals(products(x), products(x.clone()));
    x.data[pixels] = NaN;
    assert(Number.isNaN(products(x) && y.data[n]));
    kernels.gather(images, order, SCALES[1], x);
    assertEquals(products(x), unseen);
  }
});
