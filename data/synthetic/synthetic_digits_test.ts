import { assert, assertEquals, assertGreater, assertLess, assertNotEquals, assertThrows } from "@std/assert";
import type { Dataset } from "../dataset.ts";
import { digest } from "../mnist/decode_file.ts";
import { syntheticDigits } from "./synthetic_digits.ts";

const { train, test } = syntheticDigits({ train: 2000, test: 200 });

function image({ images, rows, columns }: Dataset, i: number): Uint8Array<ArrayBuffer> {
  return images.slice(i * rows * columns, (i + 1) * rows * columns) as Uint8Array<ArrayBuffer>;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let p = 0; p < a.length; p++) sum += (a[p] - b[p]) ** 2;
  return sum;
}

Deno.test("syntheticDigits() are those of MNIST in form", () => {
  for (const [dataset, count] of [[train, 2000], [test, 200]] as const) {
    const { name, rows, columns, classes } = dataset;
    assertEquals([name, dataset.count, rows, columns, classes], ["synthetic", count, 28, 28, 10]);
    assertEquals([dataset.images.length, dataset.labels.length], [count * 784, count]);
  }
  for (let digit = 0; digit < 10; digit++) {
    const share = train.labels.filter((label) => label === digit).length / train.count;
    assert(share > 0.07 && share < 0.13, `a share of ${share} is the digit ${digit}`);
  }
  const background = train.images.filter((byte) => byte === 0).length / train.images.length;
  assert(background > 0.75 && background < 0.85, `a share of ${background} is background`);
});

Deno.test("syntheticDigits() are decided by the seed, the same on every machine", async () => {
  // A change of this number is a change of everybody's results: make one on purpose only.
  const found = await digest(new Uint8Array(train.images));
  assertEquals(found, "abede020ea18debc21f39c22be4347ded4671916a388acd6d51c416451f30402");
  const again = syntheticDigits({ train: 2000, test: 200, seed: 1 });
  assertEquals(again.train.images, train.images);
  assertEquals(again.test.images, test.images);
  assertNotEquals(syntheticDigits({ train: 1, test: 1, seed: 2 }).train.images, image(train, 0));
});

Deno.test("syntheticDigits() begin with the same images however many are asked for", () => {
  const few = syntheticDigits({ train: 10, test: 5 });
  assertEquals(image(few.train, 9), image(train, 9));
  assertEquals(image(few.test, 4), image(test, 4));
  assertEquals(few.train.labels, train.labels.slice(0, 10));
  assertNotEquals(image(test, 0), image(train, 0));
});

Deno.test("syntheticDigits() all differ, none is empty or cut off", () => {
  const seen = new Set<string>();
  let cut = 0;
  for (let i = 0; i < train.count; i++) {
    const pixels = image(train, i);
    assertGreater(pixels.filter((byte) => byte > 100).length, 10);
    if (pixels.some((byte, p) => byte > 0 && (p < 28 || p >= 27 * 28 || p % 28 === 0 || p % 28 === 27))) {
      cut++;
    }
    seen.add(pixels.join());
  }
  assertEquals(seen.size, train.count);
  assertLess(cut / train.count, 0.1);
});

Deno.test("syntheticDigits() can be told apart, but not by their mean images", () => {
  const means = Array.from({ length: 10 }, () => new Float64Array(784));
  for (let i = 0; i < train.count; i++) {
    image(train, i).forEach((byte, p) => means[train.labels[i]][p] += byte / (train.count / 10));
  }
  const neighbours = Array.from({ length: train.count }, (_, i) => image(train, i));
  const nearest = (x: ArrayLike<number>, all: ArrayLike<number>[]) => {
    const distances = all.map((other) => distance(x, other));
    return distances.indexOf(Math.min(...distances));
  };
  let byMean = 0, byNeighbour = 0;
  for (let i = 0; i < test.count; i++) {
    const x = image(test, i), label = test.labels[i];
    if (nearest(x, means) === label) byMean++;
    if (train.labels[nearest(x, neighbours)] === label) byNeighbour++;
  }
  const [mean, neighbour] = [byMean / test.count, byNeighbour / test.count];
  assert(mean > 0.55 && mean < 0.85, `the nearest mean is right for a share of ${mean}`);
  assertGreater(neighbour, 0.87);
});

Deno.test("syntheticDigits() come in other sizes", () => {
  const { train } = syntheticDigits({ train: 50, test: 1, rows: 16, columns: 40 });
  assertEquals(train.images.length, 50 * 16 * 40);
  for (let i = 0; i < 50; i++) assert(image(train, i).some((byte) => byte > 100));
});

Deno.test("syntheticDigits() refuse counts, sizes and seeds that make no sense", () => {
  const refused = (options: Parameters<typeof syntheticDigits>[0], reason: string) =>
    assertThrows(() => syntheticDigits(options), RangeError, reason);
  refused({ train: 0 }, "Cannot draw digits: train is 0, want a whole number of at least 1");
  refused({ test: 1.5 }, "test is 1.5");
  refused({ rows: 7 }, "rows is 7, want a whole number from 8 to 1024");
  refused({ columns: 1025 }, "columns is 1025");
  refused({ seed: -1 }, "Cannot seed: found -1");
});
