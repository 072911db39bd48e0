import { DataError } from "@chainrule/core";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { makeDataset } from "./make_dataset.ts";

Deno.test("makeDataset() copies arrays of any kind", () => {
  const images = [0, 1, 254, 255], labels = [1, 0];
  const makers: ((numbers: number[]) => ArrayLike<number>)[] = [
    (numbers) => numbers,
    (numbers) => Uint8Array.from(numbers),
    (numbers) => Int32Array.from(numbers),
    (numbers) => Float64Array.from(numbers),
  ];
  for (const make of makers) {
    const given = make(images),
      dataset = makeDataset({ images: given, labels: make(labels), rows: 2, columns: 1 });
    assertEquals(dataset.images, Uint8Array.from(images));
    assert(dataset.images !== given);
    assertEquals(dataset.labels, Uint8Array.of(1, 0));
    const { name, count, rows, columns, classes } = dataset;
    assertEquals([name, count, rows, columns, classes], ["custom", 2, 2, 1, 2]);
  }
  assertEquals(
    makeDataset({ images, labels, rows: 1, columns: 2, classes: 47, name: "letters" }).classes,
    47,
  );
});

Deno.test("makeDataset() refuses what does not fit", () => {
  const good = { images: [0, 1, 2, 3], labels: [1, 0], rows: 1, columns: 2 };
  const cases: [Partial<Parameters<typeof makeDataset>[0]>, string][] = [
    [{ images: [0, 1, 2, 256] }, "custom has the pixel 256 at 3, want whole numbers from 0 to 255"],
    [{ images: [0, 0.5, 2, 3] }, "custom has the pixel 0.5 at 1, want whole numbers"],
    [{ images: [0, NaN, 2, 3] }, "custom has the pixel NaN at 1, want whole numbers"],
    [{ labels: [1, -1] }, "custom has the label -1 at 1, want whole numbers"],
    [{ images: [1, 2, 3] }, "custom has 3 bytes of images, want 2 × 1 × 2"],
    [{ classes: 1 }, "custom has the label 1 at 0, want at most 0"],
    [{ labels: [], images: [] }, "custom has the count 0, want a whole number of at least 1"],
    [{ rows: 0 }, "custom has the rows 0, want a whole number of at least 1"],
  ];
  for (const [change, message] of cases) {
    assertThrows(() => makeDataset({ ...good, ...change }), DataError, `Cannot make a dataset: ${message}`);
  }
});
