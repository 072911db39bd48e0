import { Workspace } from "./workspace.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ShapeError } from "./errors.ts";
import { type DType, Tensor } from "./tensor.ts";
import { formatShape, sameShape } from "./shape.ts";
import type { Nested } from "./nested.ts";

const shapes = fc.array(fc.nat({ max: 5 }), { maxLength: 4 });
const dtypes = fc.constantFrom<DType>("float32", "float64");

Deno.test("Tensor.zeros: any shape and dtype", () => {
  fc.assert(fc.property(shapes, dtypes, (shape, dtype) => {
    const tensor = Tensor.zeros(shape, dtype);
    const size = shape.reduce((product, n) => product * n, 1);
    assertEquals([tensor.shape, tensor.dtype, tensor.size], [shape, dtype, size]);
    assertEquals(tensor.data, dtype === "float32" ? new Float32Array(size) : new Float64Array(size));
  }));
});

Deno.test("Tensor.zeros: the shape is copied", () => {
  const shape = [2, 3], tensor = Tensor.zeros(shape);
  shape[0] = 7;
  assertEquals(tensor.shape, [2, 3]);
});

Deno.test("Tensor.zeros: memory that was used before is zero again", () => {
  for (let i = 0; i < 20; i++) {
    const tensor = Tensor.zeros([100]);
    assert(tensor.data.every((value: number) => value === 0));
    tensor.data.fill(7);
  }
});

Deno.test("Tensor.zeros: a size that is no whole number of at least 0 is refused", () => {
  for (const size of [-1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => Tensor.zeros([2, size]),
      ShapeError,
      `Cannot make a tensor: the shape [2, ${size}] has a size that is not a whole number of at least 0`,
    );
  }
});

Deno.test("Tensor.from: flat and nested lists, typed arrays, scalars", () => {
  const cases: [Nested, number[], number[]][] = [
    [3, [], [3]],
    [[], [0], []],
    [[[], []], [2, 0], []],
    [[1, 2], [2], [1, 2]],
    [[[1, 2, 3], [4, 5, 6]], [2, 3], [1, 2, 3, 4, 5, 6]],
    [[[[1], [2]], [[3], [4]]], [2, 2, 1], [1, 2, 3, 4]],
    [new Float64Array([1, 2]), [2], [1, 2]],
    [Uint8Array.of(1, 255), [2], [1, 255]],
    [[Float32Array.of(1, 2), Float32Array.of(3, 4)], [2, 2], [1, 2, 3, 4]],
  ];
  for (const [values, shape, data] of cases) {
    for (const dtype of ["float32", "float64"] as const) {
      const tensor = Tensor.from(values, undefined, dtype);
      assertEquals([tensor.shape, [...tensor.data], tensor.dtype], [shape, data, dtype]);
    }
  }
});

Deno.test("Tensor.from: a shape may be given, of as many entries", () => {
  assertEquals(Tensor.from([[1, 2], [3, 4], [5, 6]], [2, 3]).toArray(), [[1, 2, 3], [4, 5, 6]]);
  assertEquals(Tensor.from([7], []).toArray(), 7);
  assertThrows(
    () => Tensor.from([1, 2, 3, 4], [3, 2]),
    ShapeError,
    "Cannot make a tensor: 4 values do not fill the shape [3, 2], which has 6",
  );
  assertThrows(() => Tensor.from(1, [0]), ShapeError, "1 values do not fill the shape [0], which has 0");
});

Deno.test("Tensor.from: uneven nesting is refused", () => {
  const cases: [Nested, string][] = [
    [[[1, 2], [3]], "found a list of 1 where the first of its kind has 2"],
    [[[1], [2, 3]], "found a list of 2 where the first of its kind has 1"],
    [[[1, 2], 3, 4], "found a number among lists; every entry wants the shape [2]"],
    [[1, [2]], "found a list of 1 where the first of its kind has no entries of its own"],
    [[[[1], [2]], [[3], [4, 5]]], "found a list of 2 where the first of its kind has 1"],
    [[1, undefined as unknown as number], "found undefined among lists; every entry wants the shape []"],
    [["1" as unknown as number, 2], "found 1 among lists"],
  ];
  for (const [values, message] of cases) {
    assertThrows(() => Tensor.from(values, [1]), ShapeError);
    assertThrows(() => Tensor.from(values), ShapeError, message);
  }
});

Deno.test("Tensor.from: values are copied, and rounded to float32", () => {
  const values = new Float64Array([0.1]),
    single = Tensor.from(values),
    double = Tensor.from(values, [1], "float64");
  values[0] = 5;
  assertEquals([single.data[0], double.data[0]], [Math.fround(0.1), 0.1]);
});

Deno.test("Tensor.toArray: gives back what Tensor.from took", () => {
  fc.assert(fc.property(shapes, dtypes, (shape, dtype) => {
    const tensor = Tensor.zeros(shape, dtype);
    tensor.data.forEach((_, i) => tensor.data[i] = i);
    const again = Tensor.from(tensor.toArray(), undefined, dtype);
    assertEquals(again.data, tensor.data);
    // What follows a 0 in a shape can't be seen in nested lists.
    const visible = shape.includes(0) ? shape.slice(0, shape.indexOf(0) + 1) : shape;
    assertEquals(again.shape, visible);
  }));
});

Deno.test("Tensor: head and reshape share the memory, clone has its own", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const x = Tensor.from([[1, 2], [3, 4], [5, 6]], undefined, dtype);
    const head = x.head(2), flat = x.reshape([6]), both = x.reshape([2, 3]).head(1), copy = x.clone();
    x.data[0] = 9;
    assertEquals(head.toArray(), [[9, 2], [3, 4]]);
    assertEquals(flat.toArray(), [9, 2, 3, 4, 5, 6]);
    assertEquals(both.toArray(), [[9, 2, 3]]);
    assertEquals(copy.toArray(), [[1, 2], [3, 4], [5, 6]]);
    head.data[1] = 8;
    assertEquals(x.data[1], 8);
    assertEquals([head.dtype, flat.dtype, copy.dtype], [dtype, dtype, dtype]);
    assertEquals([x.head(0).shape, x.head(3).size], [[0, 2], 6]);
  }
});

Deno.test("Tensor.head: more rows than there are, or part of a row, are refused", () => {
  const x = Tensor.zeros([3, 2]);
  for (const count of [4, -1, 1.5, NaN]) {
    assertThrows(
      () => x.head(count),
      ShapeError,
      `Cannot take the first ${count} rows: the tensor is [3, 2]`,
    );
  }
  assertThrows(() => Tensor.from(1).head(1), ShapeError, "Cannot take the first 1 rows: the tensor is []");
});

Deno.test("Tensor.reshape: another number of entries is refused", () => {
  assertThrows(
    () => Tensor.zeros([2, 3]).reshape([4]),
    ShapeError,
    "Cannot reshape: the tensor is [2, 3], the shape [4] has another number of entries",
  );
  assertThrows(() => Tensor.zeros([2, 3]).reshape([-2, -3]), ShapeError, "whole number of at least 0");
});

Deno.test("Tensor.clone: in another precision", () => {
  const x = Tensor.from([0.1, 1e300], [2], "float64");
  assertEquals(x.clone("float32").data, Float32Array.of(0.1, Infinity));
  assertEquals(x.clone("float32").clone("float64").data, Float64Array.of(Math.fround(0.1), Infinity));
});

Deno.test("Tensor: special numbers survive", () => {
  const values = [NaN, Infinity, -Infinity, -0, 2 ** -149];
  assertEquals([...Tensor.from(values).data], values);
  assert(Object.is(Tensor.from(values).data[3], -0));
});

Deno.test("formatShape and sameShape", () => {
  assertEquals([formatShape([]), formatShape([3]), formatShape([100, 784])], ["[]", "[3]", "[100, 784]"]);
  assert(sameShape([], []) && sameShape([2, 3], [2, 3]));
  assert(!sameShape([2, 3], [3, 2]) && !sameShape([2], [2, 1]) && !sameShape([2, 1], [2]));
});

Deno.test("Tensor: data is the same array at each look", () => {
  const x = Tensor.zeros([2]);
  assertStrictEquals(x.data, x.data);
  assert(x.data !== Tensor.zeros([2]).data);
});

Deno.test("Tensor: a dtype that is none is refused, wherever one is given", () => {
  const x = Tensor.from([1, 2]);
  for (const dtype of ["float16", "Float32", "", null, 32, "toString"] as unknown as "float32"[]) {
    const message = `Cannot make a tensor: dtype is ${dtype}, want float32 or float64`;
    assertThrows(() => Tensor.zeros([1], dtype), RangeError, message);
    assertThrows(() => Tensor.from([1], [1], dtype), RangeError, message);
    assertThrows(() => x.clone(dtype), RangeError, message);
    assertThrows(() => new Workspace().tensor([1], dtype), RangeError, message);
    assertThrows(() => new Workspace().matrix(1, 1, dtype), RangeError, message);
  }
});
