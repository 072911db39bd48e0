import { type DType, Random, reserveBytes, reservedBytes } from "@chainrule/core";
import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { batches } from "../batches.ts";
import type { Dataset } from "../dataset.ts";
import { digest } from "../mnist/decode_file.ts";
import { slice } from "../slice.ts";
import { syntheticDigits } from "../synthetic/synthetic_digits.ts";
import { augment } from "./augment.ts";
import { type Augmentation, checkAugmentation } from "./augmentation.ts";
import { drawDisplacements } from "./displacement.ts";

const { train } = syntheticDigits({ train: 40, test: 1 });

/** The same by the formulas, in floating point, pixel by pixel, with nothing left out. */
function slow(dataset: Dataset, augmentation: Augmentation, seed: number): Float64Array {
  const { images, count, rows, columns } = dataset, random = new Random(seed);
  const checked = checkAugmentation("test", augmentation), { shift, rotation, scale, elastic } = checked;
  const noise = () => Array.from({ length: 256 * 256 }, () => random.uniform(-1, 1));
  const fields = elastic > 0 ? [noise(), noise()] : undefined;
  const reach = Math.ceil(3 * checked.smoothness),
    offsets = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const weights = offsets.map((d) => Math.exp(-d * d / (2 * checked.smoothness ** 2)));
  const sum = weights.reduce((sum, weight) => sum + weight);
  const smooth = (field: number[], x: number, y: number) => {
    let total = 0;
    for (const [i, dy] of offsets.entries()) {
      for (const [k, dx] of offsets.entries()) {
        total += weights[i] * weights[k] * field[((y + dy) & 255) * 256 + ((x + dx) & 255)];
      }
    }
    return elastic * total / sum ** 2;
  };
  const half = () => (random.uint32() | 0) / 2 ** 31;
  const result = new Float64Array(images.length);
  for (let image = 0; image < count; image++) {
    const right = shift * half(), down = shift * half(), angle = half() * rotation * Math.PI / 180;
    const size = 1 + scale * half(), window = random.uint32();
    const pixel = (x: number, y: number) =>
      x < 0 || y < 0 || x >= columns || y >= rows ? 0 : images[(image * rows + y) * columns + x];
    const cx = (columns - 1) / 2, cy = (rows - 1) / 2;
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const [dx, dy] = (fields ?? []).map((field) =>
          smooth(field, (window + x) & 255, (window >>> 16) + y & 255)
        );
        const p = x - cx - right, q = y - cy - down;
        const u = cx + (Math.cos(angle) * p + Math.sin(angle) * q) / size + (dx ?? 0);
        const v = cy + (Math.cos(angle) * q - Math.sin(angle) * p) / size + (dy ?? 0);
        const i = Math.floor(u), k = Math.floor(v), s = u - i, t = v - k;
        result[(image * rows + y) * columns + x] = (1 - t) * ((1 - s) * pixel(i, k) + s * pixel(i + 1, k)) +
          t * ((1 - s) * pixel(i, k + 1) + s * pixel(i + 1, k + 1));
      }
    }
  }
  return result;
}

/** Coordinates are cut to 2⁻⁸ pixels, so a grey level may be off by as much of the step from pixel to pixel, along both axes. */
function assertNear(found: Uint8Array, wanted: Float64Array): void {
  let worst = 0;
  wanted.forEach((grey, i) => worst = Math.max(worst, Math.abs(grey - found[i])));
  assert(worst < 5, `a pixel is off by ${worst}`);
}

Deno.test("augment() is what the formulas say, for images of any size and distortions of any strength", () => {
  const images = (count: number, rows: number, columns: number, ink: number): Dataset => {
    const random = new Random(count + rows);
    const bytes = Uint8Array.from(
      { length: count * rows * columns },
      () => random.uniform() < ink ? random.integer(256) : 0,
    );
    return { name: "noise", images: bytes, labels: new Uint8Array(count), count, rows, columns, classes: 1 };
  };
  fc.assert(
    fc.property(
      fc.record({ rows: fc.integer({ min: 1, max: 17 }), columns: fc.integer({ min: 1, max: 17 }) }),
      fc.record({
        shift: fc.double({ min: 0, max: 30, noNaN: true }),
        rotation: fc.double({ min: 0, max: 180, noNaN: true }),
        scale: fc.double({ min: 0, max: 0.9, noNaN: true }),
      }, { requiredKeys: [] }),
      fc.constantFrom(0, 0.05, 1),
      fc.nat(),
      ({ rows, columns }, augmentation, ink, seed) => {
        const dataset = images(3, rows, columns, ink);
        assertNear(augment(dataset, { ...augmentation, seed }).images, slow(dataset, augmentation, seed));
      },
    ),
    { numRuns: 150 },
  );
  for (const [elastic, smoothness] of [[34, undefined], [8, 1], [1000, 2]] as const) {
    for (const [rows, columns] of [[9, 12], [28, 5]]) {
      const dataset = images(2, rows, columns, 0.3), augmentation = { elastic, smoothness, rotation: 20 };
      assertNear(augment(dataset, { ...augmentation, seed: 5 }).images, slow(dataset, augmentation, 5));
    }
  }
});

Deno.test("augment() without distortions changes nothing, and copies", () => {
  const same = augment(train, { smoothness: 3, shift: undefined });
  assertEquals(same.images, train.images);
  assertNotEquals(same.images.byteOffset, train.images.byteOffset);
});

Deno.test("augment() keeps images near to what they were, and no two distortions are alike", () => {
  const repeated: Dataset = {
    ...train,
    images: Uint8Array.from({ length: 40 * 784 }, (_, i) => train.images[i % 784]),
  };
  const bent = augment(repeated, { shift: 1, rotation: 8, scale: 0.1 });
  const seen = new Set<string>(), ink = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0);
  for (let i = 0; i < 40; i++) {
    const image = bent.images.slice(i * 784, (i + 1) * 784);
    seen.add(image.join());
    assertAlmostEquals(ink(image) / ink(train.images.slice(0, 784)), 1, 0.25);
  }
  assertEquals(seen.size, 40);
});

Deno.test("augment() is decided by the seed, the same on every machine", async () => {
  const all = { shift: 2, rotation: 15, scale: 0.15, elastic: 34 };
  const bytes = async (seed?: number) =>
    await digest(new Uint8Array(augment(train, { ...all, seed }).images));
  // A change of this number is a change of everybody's results: make one on purpose only.
  assertEquals(await bytes(), "38c561d1e92cba350347e809c7dc9e755accfcd8943cf2a92bcd6896ae68bf42");
  assertEquals(await bytes(1), await bytes());
  assertNotEquals(await bytes(2), await bytes());
});

Deno.test("displacements are as large as the formula says, smooth, and the same at both ends", () => {
  const { field, stride, mask, most } = drawDisplacements({ elastic: 34, smoothness: 4 }, 28, new Random(1));
  const x = (row: number, column: number) => (field[(row & mask) * stride + column] << 16 >> 16) / 256;
  let squares = 0, step = 0;
  for (let i = 0; i < 256; i++) {
    for (let k = 0; k < 256; k++) {
      squares += x(i, k) ** 2;
      step = Math.max(step, Math.abs(x(i, k + 1) - x(i, k)), Math.abs(x(i + 1, k) - x(i, k)));
    }
  }
  // The variance of a number from −1 to 1 is 1/3, and the squares of a Gaussian's weights sum to 1 / (4 π σ²).
  assertAlmostEquals(Math.sqrt(squares / 65_536), 34 / Math.sqrt(3 * 4 * Math.PI * 16), 0.15);
  assert(step < 1.5 && most < 10, `${step}, ${most}`);
  assertEquals(x(3, 256 + 5), x(3, 5));
});

Deno.test("augment() refuses distortions that make no sense", () => {
  const refused = (augmentation: Record<string, unknown>, message: string) =>
    assertThrows(() => augment(train, augmentation as Augmentation), RangeError, message);
  refused({ shift: -1 }, "Cannot augment: shift is -1, want a number from 0 to 1000");
  refused({ rotation: NaN }, "rotation is NaN, want a number from 0 to 180");
  refused({ scale: 1 }, "scale is 1, want a number from 0 to 0.9");
  refused({ smoothness: 0 }, "smoothness is 0, want a number from 0.5 to 20");
  refused({ elastic: "34" }, "elastic is 34, want");
  refused({ degrees: 10 }, "found the distortion degrees, want shift, rotation, scale, elastic, smoothness");
  refused({ seed: -1 }, "Cannot seed: found -1");
});

const SOME = { shift: 2, rotation: 10, scale: 0.1 };

Deno.test("batches() with augment draw the same order, and distort anew in each iteration, as the seed decides", () => {
  for (const dtype of ["float32", "float64"] as DType[]) {
    const epoch = (random: Random, augmentation?: Augmentation) =>
      Array.from(
        batches(train, { batchSize: 15, random, dtype, augment: augmentation }),
        ({ inputs, labels }) => (
          { labels: [...labels], inputs: [...inputs.data] }
        ),
      );
    const all = { ...SOME, elastic: 20 }, random = new Random(3);
    const first = epoch(random, all), second = epoch(random, all);
    const plain = epoch(new Random(3));
    assertEquals(first.map(({ labels }) => labels), plain.map(({ labels }) => labels));
    assertNotEquals(first[0].inputs, plain[0].inputs);
    assertNotEquals(second, first);
    assertEquals(epoch(new Random(3), all), first);
    assertEquals(epoch(new Random(3), {}).map(({ inputs }) => inputs), plain.map(({ inputs }) => inputs));
  }
});

Deno.test("batches() with augment from a start are the rest of the same epoch, from every kind of memory", () => {
  const bytes = new Uint8Array(train.images);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const odd = new Uint8Array(bytes.length + 1).subarray(1);
  odd.set(bytes);
  const inputsOf = (images: Uint8Array, start: number, dtype: DType) => {
    const all = batches({ ...train, images }, {
      batchSize: 15,
      random: new Random(3),
      start,
      augment: SOME,
      dtype,
    });
    return Array.from(all, ({ inputs }) => [...inputs.data]);
  };
  for (const dtype of ["float32", "float64"] as DType[]) {
    const whole = inputsOf(bytes, 0, dtype);
    for (const images of [bytes, shared, odd, train.images]) {
      for (const start of [0, 1, 2, 3, 9]) {
        assertEquals(inputsOf(images, start, dtype), whole.slice(start));
      }
    }
  }
});

Deno.test("batches() with augment are distorted by a generator that comes after the order", () => {
  const seed = 8, random = new Random(seed), order = random.permutation(40);
  // What `fork` seeds the generator of the distortions with.
  const forked = random.uint32() * 0x200000 + (random.uint32() >>> 11);
  const sorted: Dataset = { ...train, images: reserveBytes(40 * 784) };
  order.forEach((image, i) => sorted.images.set(slice(train, image, image + 1).images, 784 * i));
  const [batch] = batches(train, { batchSize: 40, random: new Random(seed), augment: SOME, scale: "raw" });
  assertEquals([...batch.inputs.data], [...augment(sorted, { ...SOME, seed: forked }).images]);
});

Deno.test("batches() with augment reserve room for one batch, once; and want random numbers", () => {
  const epoch = () => [...batches(train, { batchSize: 10, random: new Random(1), augment: SOME })].length;
  epoch();
  const before = reservedBytes();
  for (let i = 0; i < 10; i++) epoch();
  assertEquals(reservedBytes(), before);
  assertThrows(
    () => batches(train, { augment: SOME }),
    RangeError,
    "Cannot make batches: found augment without random",
  );
  assertThrows(
    () => batches(train, { augment: { shift: -1 }, random: new Random(1) }),
    RangeError,
    "Cannot make batches: shift is -1",
  );
});
