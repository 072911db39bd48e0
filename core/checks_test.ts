import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { checkDType, checkNumber, checkTensor } from "./checks.ts";
import { DataError, GradientError, MemoryError, ShapeError } from "./errors.ts";
import { Tensor } from "./tensor.ts";

Deno.test("checkTensor: shape and dtype", () => {
  const x = Tensor.zeros([2, 3]);
  checkTensor("add", "x", x, [2, 3], "float32");
  assertThrows(
    () => checkTensor("add", "x", x, [3, 2], "float32"),
    ShapeError,
    "Cannot add: x is [2, 3], want [3, 2]",
  );
  assertThrows(() => checkTensor("add", "x", x, [6], "float32"), ShapeError, "x is [2, 3], want [6]");
  assertThrows(
    () => checkTensor("add", "x", x, [2, 3], "float64"),
    ShapeError,
    "Cannot add: x is float32, want float64",
  );
});

Deno.test("checkDType", () => {
  checkDType("add", "x", Tensor.zeros([2], "float64"), "float64");
  assertThrows(
    () => checkDType("add", "x", Tensor.zeros([2], "float64"), "float32"),
    ShapeError,
    "Cannot add: x is float64, want float32",
  );
});

Deno.test("checkNumber: both bounds are included, nothing else passes", () => {
  for (const value of [0, 0.5, 1]) checkNumber("begin", "rate", value, 0, 1);
  checkNumber("begin", "rate", 1e300);
  for (
    const value of [-1e-9, 1.0001, NaN, Infinity, -Infinity, "0.5" as unknown as number, undefined!, null!]
  ) {
    assertThrows(
      () => checkNumber("begin", "rate", value, 0, 1),
      RangeError,
      `Cannot begin: rate is ${value}, want a number from 0 to 1`,
    );
  }
  assertThrows(
    () => checkNumber("begin", "rate", Infinity),
    RangeError,
    "Cannot begin: rate is Infinity, want a number of at least 0",
  );
});

Deno.test("errors have types and names to be told apart by", () => {
  for (const Type of [ShapeError, DataError, MemoryError, GradientError]) {
    const error = new Type("so it is");
    assertInstanceOf(error, Error);
    assertEquals(String(error), `${Type.name}: so it is`);
  }
});
