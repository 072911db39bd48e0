import { assertEquals, assertThrows } from "@std/assert";
import { ShapeError } from "./errors.ts";
import { checkTensors, valuesByName } from "./named_tensors.ts";
import { Tensor } from "./tensor.ts";

const parameter = (name: string) => ({ name, value: Tensor.zeros([2]), grad: Tensor.zeros([2]) });

Deno.test("values by name are those of the parameters, in order, whatever they are called", () => {
  const all = ["b", "__proto__", "a"].map(parameter), values = valuesByName("save", all);
  assertEquals(Object.entries(values), all.map(({ name, value }) => [name, value]));
  assertEquals(valuesByName("save", []), {});
  assertThrows(
    () => valuesByName("save", ["a", "b", "a"].map(parameter)),
    RangeError,
    "Cannot save: two parameters are called a, want a name for each",
  );
});

Deno.test("tensors that are not as wanted are refused, and how is said", () => {
  const wanted = { a: Tensor.zeros([2, 3]), b: Tensor.zeros([], "float64") };
  checkTensors("load", { b: wanted.b, a: wanted.a.clone() }, wanted);
  const cases: [Record<string, Tensor>, string][] = [
    [{ a: wanted.a }, "there is no b, want float64 []"],
    [{}, "there is no a, want float32 [2, 3]"],
    [{ ...wanted, c: Tensor.zeros([1]) }, "found c, float32 [1], want no such tensor"],
    [{ ...wanted, a: Tensor.zeros([2]) }, "a is float32 [2], want float32 [2, 3]"],
    [{ ...wanted, a: Tensor.zeros([3, 2]) }, "a is float32 [3, 2], want float32 [2, 3]"],
    [{ ...wanted, a: Tensor.zeros([2, 3, 1]) }, "a is float32 [2, 3, 1], want float32 [2, 3]"],
    [{ ...wanted, b: Tensor.zeros([]) }, "b is float32 [], want float64 []"],
  ];
  for (const [found, message] of cases) {
    assertThrows(() => checkTensors("load", found, wanted), ShapeError, `Cannot load: ${message}`);
  }
  // What every object has is no tensor.
  assertThrows(() => checkTensors("load", {}, { toString: wanted.a }), ShapeError, "there is no toString");
});
