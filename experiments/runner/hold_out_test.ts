import { DataError } from "@chainrule/core";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { holdOut, SeenImages, setAside } from "./hold_out.ts";

const data = fewDigits();

Deno.test("trials learn from five sixths of the training images and are compared on the rest", () => {
  const { train, test } = holdOut(data);
  assertEquals([train.count, test.count], [250, 50]);
  assertEquals(test.labels, data.train.labels.subarray(250));
  assertEquals([2, 10].map((count) => holdOut(fewDigits(count)).test.count), [1, 2]);
  assertThrows(() => holdOut(fewDigits(1)), DataError, "there is 1, want at least 2");
});

Deno.test("the same images say when runs with patience end, which are tested as others are", () => {
  const { train, test, validation } = setAside(data);
  assertEquals([train.count, validation?.count], [250, 50]);
  assertEquals(validation?.labels, data.train.labels.subarray(250));
  assertStrictEquals(test, data.test);
});

Deno.test("each run sees its part, which is made once", () => {
  const images = new SeenImages(data);
  assertStrictEquals(images.of({ patience: 0 }, false), data);
  assertEquals(images.of({ patience: 3 }, true).validation, undefined);
  assertEquals(images.of({ patience: 3 }, false).validation?.count, 50);
  assertStrictEquals(images.of({ patience: 3 }, false), images.of({ patience: 1 }, false));
});
