import { DataError } from "@chainrule/core";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { Dataset } from "./dataset.ts";
import { slice } from "./slice.ts";

const images = Uint8Array.from({ length: 20 }, (_, i) => i);
const labels = Uint8Array.of(0, 1, 0, 1, 0);
const dataset: Dataset = { name: "small", images, labels, count: 5, rows: 2, columns: 2, classes: 2 };

Deno.test("slice() is a view of some images with their labels", () => {
  const part = slice(dataset, 1, 3);
  assertEquals(part, { ...dataset, count: 2, images: images.slice(4, 12), labels: Uint8Array.of(1, 0) });
  assertStrictEquals(part.images.buffer, images.buffer);
  assertEquals(slice(part, 1).images, images.slice(8, 12));
  assertEquals(slice(dataset, 0), dataset);
});

Deno.test("slice() refuses images that are not there", () => {
  for (const [start, end] of [[-1, 2], [0, 6], [3, 3], [4, 2], [0.5, 2], [0, NaN], [5, 5]]) {
    assertThrows(
      () => slice(dataset, start, end),
      RangeError,
      `Cannot slice: found ${start} to ${end}, want whole numbers with 0 <= start < end <= 5`,
    );
  }
  assertThrows(() => slice({ ...dataset, count: 6 }, 0), DataError, "Cannot slice: small has 20 bytes");
});
