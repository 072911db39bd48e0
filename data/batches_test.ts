import { DataError, type DType, ImageTensor, Random, reserveBytes, reservedBytes } from "@chainrule/core";
import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Batch, batches, type BatchesOptions } from "./batches.ts";
import type { Dataset } from "./dataset.ts";
import { slice } from "./slice.ts";
import { syntheticDigits } from "./synthetic/synthetic_digits.ts";

/** Images whose first two bytes are their number. */
function numbered(count: number, { rows = 2, columns = 3, kernelMemory = true } = {}): Dataset {
  const pixels = rows * columns;
  const images = kernelMemory ? reserveBytes(count * pixels) : new Uint8Array(count * pixels);
  for (let i = 0; i < count * pixels; i++) images[i] = i * 89;
  for (let i = 0; i < count; i++) images.set([i & 255, i >> 8], i * pixels);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 7);
  return { name: "numbered", images, labels, count, rows, columns, classes: 7 };
}

/** The numbers of the images, batch by batch, read from the inputs. */
function order(dataset: Dataset, options: BatchesOptions = {}): number[][] {
  return Array.from(batches(dataset, { ...options, scale: "raw" }), ({ inputs, labels }) => {
    const pixels = inputs.shape[1];
    const numbers = Array.from(labels, (_, i) => inputs.data[i * pixels] + 256 * inputs.data[i * pixels + 1]);
    assertEquals([...labels], numbers.map((number) => dataset.labels[number]));
    return numbers;
  });
}

const SCALES = {
  unit: (byte: number) => byte / 255,
  centered: (byte: number) => (byte - 128) / 255,
  raw: (byte: number) => byte,
};

Deno.test("batches() have every image once, in the order of the dataset, the last batch what is left", () => {
  assertEquals(order(numbered(7), { batchSize: 3 }), [[0, 1, 2], [3, 4, 5], [6]]);
  assertEquals(order(numbered(250)).map((batch) => batch.length), [100, 100, 50]);
  assertEquals(order(numbered(5), { batchSize: 5 }), [[0, 1, 2, 3, 4]]);
  assertEquals(order(numbered(5), { batchSize: 2 ** 40 }), [[0, 1, 2, 3, 4]]);
});

Deno.test("batches() leave out a smaller last batch if asked, and draw the same order", () => {
  const dataset = numbered(7);
  assertEquals(order(dataset, { batchSize: 3, dropLast: true }), [[0, 1, 2], [3, 4, 5]]);
  assertEquals(order(dataset, { batchSize: 7, dropLast: true }), [[0, 1, 2, 3, 4, 5, 6]]);
  assertEquals(order(dataset, { batchSize: 8, dropLast: true }), []);
  const shuffled = order(dataset, { batchSize: 3, random: new Random(1) });
  assertEquals(order(dataset, { batchSize: 3, random: new Random(1), dropLast: true }), shuffled.slice(0, 2));
  assertEquals(order(dataset, { batchSize: 3, random: new Random(1), dropLast: true, start: 1 }), [
    shuffled[1],
  ]);
});

Deno.test("batches() shuffle one array, epoch after epoch", () => {
  class Watched extends Random {
    readonly orders: Uint32Array[] = [];
    override permutation(count: number, order?: Uint32Array): Uint32Array {
      const shuffled = super.permutation(count, order);
      this.orders.push(shuffled);
      return shuffled;
    }
  }
  const random = new Watched(1), plain = new Random(1), dataset = numbered(29);
  for (let epoch = 0; epoch < 3; epoch++) {
    assertEquals(order(dataset, { batchSize: 7, random }).flat(), [...plain.permutation(29)]);
  }
  assertEquals(new Set(random.orders).size, 1);
  assertEquals(order(numbered(30), { batchSize: 7, random }).flat(), [...plain.permutation(30)]);
});

Deno.test("batches() are exactly the bytes, scaled, with one-hot targets", () => {
  fc.assert(
    fc.property(
      fc.record({ count: fc.integer({ min: 1, max: 40 }), batchSize: fc.integer({ min: 1, max: 45 }) }),
      fc.record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 2, max: 5 }) }),
      fc.constantFrom<DType>("float32", "float64"),
      fc.constantFrom("unit" as const, "centered" as const, "raw" as const),
      fc.boolean(),
      fc.option(fc.nat(), { nil: undefined }),
      ({ count, batchSize }, size, dtype, scale, kernelMemory, seed) => {
        const dataset = numbered(count, { ...size, kernelMemory });
        const pixels = size.rows * size.columns;
        const random = seed === undefined ? undefined : new Random(seed);
        const expected = seed === undefined
          ? Uint32Array.from({ length: count }, (_, i) => i)
          : new Random(seed).permutation(count);
        const round = dtype === "float32" ? Math.fround : (x: number) => x;
        let at = 0;
        for (const { inputs, targets, labels } of batches(dataset, { batchSize, random, scale, dtype })) {
          const n = Math.min(batchSize, count - at);
          assertEquals([inputs.shape, targets.shape, labels.length], [[n, pixels], [n, 7], n]);
          assertEquals([inputs.dtype, targets.dtype], [dtype, dtype]);
          for (let i = 0; i < n; i++) {
            const image = expected[at + i], label = dataset.labels[image];
            assertEquals(labels[i], label);
            for (let k = 0; k < 7; k++) assertEquals(targets.data[i * 7 + k], Number(k === label));
            for (let p = 0; p < pixels; p++) {
              const byte = dataset.images[image * pixels + p];
              assertEquals(inputs.data[i * pixels + p], round(SCALES[scale](byte)));
            }
          }
          at += n;
        }
        assertEquals(at, count);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("batches() shuffled have every image once, by the seed, anew each time", () => {
  const dataset = numbered(1000);
  const random = new Random(3);
  const shuffled = batches(dataset, { random, scale: "raw" });
  const epoch = () => [...shuffled].length && order(dataset, { random }).flat();
  const [first, second] = [
    order(dataset, { random: new Random(3) }).flat(),
    order(dataset, { random }).flat(),
  ];
  assertEquals(first, second);
  const third = epoch() as number[];
  assertNotEquals(third, first);
  for (const numbers of [first, third]) {
    assertEquals(numbers.toSorted((a, b) => a - b), order(dataset).flat());
  }
});

Deno.test("batches() can be iterated again", () => {
  const both = batches(numbered(5), { batchSize: 2 });
  for (let epoch = 0; epoch < 2; epoch++) {
    assertEquals(Array.from(both, ({ labels }) => [...labels]), [[0, 1], [2, 3], [4]]);
  }
});

Deno.test("batches() of iterations at the same time do not disturb each other", () => {
  const dataset = numbered(6);
  [...batches(dataset, { batchSize: 2 })]; // leaves buffers that could be handed out twice
  const inner = batches(dataset, { batchSize: 2, scale: "raw" });
  let seen = 0;
  for (const outer of batches(dataset, { batchSize: 2, scale: "raw" })) {
    const before = outer.inputs.toArray();
    for (const { inputs } of inner) assertNotEquals(inputs.data.byteOffset, outer.inputs.data.byteOffset);
    assertEquals(outer.inputs.toArray(), before);
    assertEquals(outer.inputs.data[0], seen);
    seen += 2;
  }
});

Deno.test("batches() leave the last batch alone when the iteration ends early", () => {
  const dataset = numbered(6);
  const [first] = batches(dataset, { batchSize: 3, scale: "raw" });
  const before = first.inputs.toArray();
  [...batches(dataset, { batchSize: 3, random: new Random(1) })];
  assertEquals(first.inputs.toArray(), before);
});

Deno.test("batches() reserve memory once, not every epoch", () => {
  const dataset = numbered(500, { rows: 28, columns: 28, kernelMemory: false });
  const epoch = () => {
    let sum = 0;
    for (const { inputs } of batches(dataset, { batchSize: 128, random: new Random(1) })) {
      sum += inputs.data[0];
    }
    return sum;
  };
  epoch();
  const before = reservedBytes();
  for (let i = 0; i < 20; i++) epoch();
  assertEquals(reservedBytes(), before);
});

/** The same images in memory that another thread could have posted. */
function shared(dataset: Dataset): Dataset {
  const images = new Uint8Array(new SharedArrayBuffer(dataset.images.length + 3), 3);
  images.set(dataset.images);
  return { ...dataset, images };
}

/** All that a batch holds, as bits. */
function bitsOf({ inputs, targets, labels }: Batch) {
  const [x, t] = [inputs, targets].map(({ data }) =>
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
  );
  return { shape: inputs.shape, dtype: inputs.dtype, x, t, labels: labels.slice() };
}

Deno.test("batches() are the same bytes from each kind of memory", () => {
  for (const dtype of ["float32", "float64"] as const) {
    for (const seed of [undefined, 4]) {
      for (
        const [rows, columns, count, batchSize] of [[1, 3, 7, 3], [2, 2, 9, 9], [28, 28, 33, 10], [
          5,
          7,
          1,
          4,
        ]]
      ) {
        const size = { rows, columns };
        const ordinary = numbered(count, { ...size, kernelMemory: false });
        const kinds = [numbered(count, size), ordinary, shared(ordinary)];
        const [inKernels, copied, staged] = kinds.map((dataset) => {
          const random = seed === undefined ? undefined : new Random(seed);
          const all = batches(dataset, { batchSize, random, scale: "centered", dtype });
          return [...Array.from(all, bitsOf), ...Array.from(all, bitsOf)];
        });
        assertEquals(inKernels.length, 2 * Math.ceil(count / batchSize));
        assertEquals(copied, inKernels);
        assertEquals(staged, inKernels);
      }
    }
  }
});

Deno.test("batches() of digits that threads share are those of others, from lists that take less than half of their images", () => {
  const { train } = syntheticDigits({ train: 500, test: 1 }), other = shared(train);
  const all = (dataset: Dataset) =>
    Array.from(batches(dataset, { batchSize: 64, random: new Random(2) }), bitsOf);
  const wanted = all(train), before = reservedBytes();
  assertEquals(all(other), wanted);
  const reserved = reservedBytes() - before;
  assert(reserved > 0 && reserved < train.images.length / 2 + 64 * 784 * 16, `${reserved} bytes`);
  other.images.fill(0);
  assertEquals(all(other)[0].x.some((byte) => byte !== 0), false);
});

Deno.test("batches() of images that threads share reserve room for one batch, not for all", () => {
  const dataset = shared(numbered(2000, { rows: 28, columns: 28, kernelMemory: false }));
  const before = reservedBytes();
  [...batches(dataset, { batchSize: 50 })];
  // A pixel of the batch takes 4 bytes among the inputs, 1 in staging and about 7 in the lists of strokes.
  const reserved = reservedBytes() - before;
  assert(reserved < 50 * 784 * 16, `${reserved} bytes for batches of ${50 * 784} pixels`);
  [...batches(dataset, { batchSize: 50 })];
  assertEquals(reservedBytes() - before, reserved);
});

Deno.test("batches() of images that threads share are read when a batch is made", () => {
  const dataset = shared(numbered(4));
  const first = () => [...batches(dataset, { batchSize: 4, scale: "raw" })][0].inputs.data[0];
  assertEquals(first(), 0);
  dataset.images[0] = 99;
  assertEquals(first(), 99);
});

Deno.test("batches() from a start are the rest of the same epoch", () => {
  for (const dataset of [numbered(23), shared(numbered(23))]) {
    for (const dtype of ["float32", "float64"] as const) {
      for (const seed of [undefined, 5]) {
        const make = (start?: number) => {
          const random = seed === undefined ? undefined : new Random(seed);
          const all = batches(dataset, { batchSize: 5, random, dtype, start });
          // Twice: the next epoch begins with the same random numbers, and is cut in the same way.
          return [Array.from(all, bitsOf), Array.from(all, bitsOf)];
        };
        const whole = make();
        assertEquals(make(0), whole);
        for (let start = 0; start < 8; start++) {
          assertEquals(
            make(start),
            whole.map((epoch) => epoch.slice(start)),
          );
        }
      }
    }
  }
  assertEquals(order(numbered(3), { batchSize: 100, start: 1 }), []);
  assertEquals(order(numbered(3), { start: Number.MAX_SAFE_INTEGER }), []);
});

Deno.test("batches() of a slice are those of its images", () => {
  const dataset = numbered(10);
  const part = slice(dataset, 4, 9);
  for (const dtype of ["float32", "float64"] as const) {
    const found = Array.from(
      batches(part, { batchSize: 2, scale: "raw", dtype }),
      ({ inputs }) => inputs.data[0],
    );
    assertEquals(found, [4, 6, 8]);
  }
});

Deno.test("batches() refuse options that make no sense, at once", () => {
  const dataset = numbered(3);
  for (const batchSize of [0, -1, 1.5, NaN, Infinity, "2" as unknown as number]) {
    assertThrows(
      () => batches(dataset, { batchSize }),
      RangeError,
      `Cannot make batches: batchSize is ${batchSize}, want a whole number of at least 1`,
    );
  }
  for (const start of [-1, 0.5, NaN, Infinity, "1" as unknown as number]) {
    assertThrows(
      () => batches(dataset, { start }),
      RangeError,
      `Cannot make batches: start is ${start}, want a whole number of at least 0`,
    );
  }
  const wrong = { scale: "half", dtype: "float16" } as unknown as Record<"scale" | "dtype", undefined>;
  assertThrows(
    () => batches(dataset, { scale: wrong.scale }),
    RangeError,
    "scale is half, want unit, centered or",
  );
  assertThrows(
    () => batches(dataset, { dtype: wrong.dtype }),
    RangeError,
    "dtype is float16, want float32 or",
  );
});

Deno.test("batches() refuse a dataset that does not fit together", () => {
  const dataset = numbered(3);
  const cases: [Partial<Dataset>, string][] = [
    [{ count: 0 }, "numbered has the count 0, want a whole number of at least 1"],
    [{ columns: 2.5 }, "numbered has the columns 2.5"],
    [{ columns: 4 }, "numbered has 18 bytes of images, want 3 × 2 × 4"],
    [{ labels: new Uint8Array(2) }, "numbered has 2 labels, want one for each of 3 images"],
    [{ labels: Uint8Array.of(0, 7, 9) }, "numbered has the label 7 at 1, want at most 6"],
  ];
  for (const [change, reason] of cases) {
    assertThrows(() => batches({ ...dataset, ...change }), DataError, `Cannot make batches: ${reason}`);
  }
  assert([...batches(dataset)].length === 1);
});

Deno.test("batches() are tensors in which images may stay compressed, the last one too", () => {
  for (const { inputs } of batches(numbered(5), { batchSize: 3 })) assert(inputs instanceof ImageTensor);
});

Deno.test("batches() see images that were changed between epochs, float32 and float64 alike", () => {
  for (const share of [0.1, 0.9]) {
    for (const kernelMemory of [true, false]) {
      const dataset = numbered(40, { rows: 5, columns: 8, kernelMemory }),
        { images } = dataset,
        random = new Random(4);
      const fill = () =>
        images.forEach((_, i) => images[i] = random.uniform() < share ? random.integer(256) : 0);
      const epoch = (dtype: "float32" | "float64") =>
        Array.from(
          batches(dataset, { batchSize: 16, dtype, scale: "raw" }),
          ({ inputs }) => [...inputs.data],
        );
      fill();
      for (
        const change of [() => {}, fill, () => images[777] ^= 1, () => images.fill(0), () => images[0] = 9]
      ) {
        change();
        const found = epoch("float32");
        assertEquals(found, epoch("float64"));
        assertEquals(found.flat(), [...images]);
      }
    }
  }
});
