/** Images that are listed once must give the same bytes as those that are listed for each batch. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { ShapeError } from "../errors.ts";
import { reserveBytes, reserveUint32 } from "../memory.ts";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { imagesOf, ImageTensor } from "./image_tensor.ts";
import { ListedImages } from "./listed_images.ts";
import { builds, uniforms } from "./parity.ts";

/** Images of which a share is not background. */
function draw(random: Random, count: number, pixels: number, share: number): Uint8Array {
  return Uint8Array.from(
    { length: count * pixels },
    () => random.uniform() < share ? 1 + random.integer(255) : 0,
  );
}

/** The same where the kernels can read them. */
function inKernelMemory(images: Uint8Array): Uint8Array {
  const copy = reserveBytes(images.length);
  copy.set(images);
  return copy;
}

Deno.test("listed images: batches and products are the same bytes as without lists", () => {
  const random = new Random(11);
  for (const [count, pixels, rows, n] of [[1, 1, 1, 1], [5, 7, 3, 5], [600, 16, 33, 17], [40, 784, 30, 20]]) {
    for (const share of [0, 0.05, 0.2]) {
      const images = draw(random, count, pixels, share), order = reserveUint32(rows);
      for (let i = 0; i < rows; i++) order[i] = random.integer(count);
      const w = Tensor.from(uniforms(random, pixels * n), [pixels, n]);
      const dy = Tensor.from(uniforms(random, rows * n), [rows, n]), listed = ListedImages.of(images, pixels);
      if (pixels > 1) assert(listed);
      for (const kernels of Object.values(builds)) {
        for (const scale of [{ background: 0, divisor: 255 }, { background: 128, divisor: 7 }]) {
          const [found, wanted] = [listed ?? inKernelMemory(images), inKernelMemory(images)].map((source) => {
            const x = new ImageTensor(Tensor.zeros([rows, pixels]));
            const y = Tensor.zeros([rows, n]), dw = Tensor.zeros([pixels, n]);
            kernels.gather(source, order, scale, x);
            kernels.multiply(x, w, y);
            kernels.multiply(x, dy, dw, { transposeA: true });
            const compressed = imagesOf(x) !== undefined;
            return {
              compressed,
              results: [y, dw, x].map(({ data }) => new Uint32Array(data.slice().buffer)),
            };
          });
          assertEquals(found, wanted);
        }
      }
    }
  }
});

Deno.test("listed images: the numbers go to tensors of any kind, and to memory of its own if too much is ink", () => {
  const random = new Random(12), images = draw(random, 9, 40, 0.2), order = reserveUint32(4);
  images.fill(200, 0, 40);
  order.set([0, 0, 0, 8]);
  const listed = ListedImages.of(images, 40);
  assert(listed);
  for (const kernels of Object.values(builds)) {
    for (const out of [Tensor.zeros([4, 40]), new ImageTensor(Tensor.zeros([4, 40]))]) {
      kernels.gather(listed, order, { background: 3, divisor: 5 }, out);
      assertEquals(imagesOf(out), undefined);
      const wanted = [...order].flatMap((i) => [...images.subarray(40 * i, 40 * i + 40)]);
      assertEquals([...out.data], wanted.map((byte) => Math.fround((byte - 3) / 5)));
    }
  }
});

Deno.test("listed images: another order or other images may follow, a later one does not change the batch", () => {
  const random = new Random(13),
    images = ListedImages.of(draw(random, 20, 50, 0.1), 50),
    order = reserveUint32(2);
  assert(images);
  for (const kernels of Object.values(builds)) {
    const x = new ImageTensor(Tensor.zeros([2, 50]));
    order.set([3, 4]);
    kernels.gather(images, order, { background: 0, divisor: 1 }, x);
    order.set([5, 6]);
    assertEquals([...x.data], [...images.bytes.subarray(150, 250)]);
    kernels.gather(images, order, { background: 0, divisor: 1 }, x);
    assertEquals([...x.data], [...images.bytes.subarray(250, 350)]);
  }
});

Deno.test("listed images: lists are the same from any memory, in blocks or not", () => {
  const images = draw(new Random(14), 700, 23, 0.1);
  const [a, b] = [images, inKernelMemory(images)].map((bytes) => ListedImages.of(bytes, 23));
  assert(a && b);
  assertEquals(a.starts, b.starts);
  assertEquals(a.strokes, b.strokes);
  // A stroke is the number of the pair and its two bytes.
  const strokes = Array.from(a.strokes.subarray(a.starts[699], a.starts[700]));
  const bytes = [...images.subarray(699 * 23), 0];
  const wanted = Array.from(
    { length: 12 },
    (_, pair) => pair | bytes[2 * pair] << 16 | bytes[2 * pair + 1] << 24,
  )
    .filter((stroke) => stroke >>> 16 !== 0);
  assertEquals(strokes, wanted.map((stroke) => stroke >>> 0));
});

Deno.test("listed images: none where lists would be larger than the images, or pixels too many", () => {
  assertEquals(ListedImages.of(new Uint8Array(100).fill(1), 10), undefined);
  assertEquals(ListedImages.of(new Uint8Array(65_536), 65_536), undefined);
  assert(ListedImages.of(new Uint8Array(65_535), 65_535));
});

Deno.test("listed images: bytes that are no whole images are refused", () => {
  const message = "Cannot list images: found 10 bytes, want images of 3 bytes";
  assertThrows(() => ListedImages.of(new Uint8Array(10), 3), ShapeError, message);
  assertThrows(() => ListedImages.of(new Uint8Array(10), 0), ShapeError);
});
