import { DataError, decodeSafetensors, encodeSafetensors, Random, ShapeError, Tensor } from "@chainrule/core";
import { assertEquals, assertNotEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { Linear } from "./linear.ts";
import { load, save } from "./save.ts";
import { Sequential } from "./sequential.ts";
import { Tanh } from "./tanh.ts";

function model(seed: number, { hidden = 5, dtype = "float32" as "float32" | "float64" } = {}): Sequential {
  const random = new Random(seed);
  const one = new Linear(3, hidden, { random, dtype }), two = new Linear(hidden, 2, { random, dtype });
  one.bias.value.data.fill(seed);
  return new Sequential(one, new Tanh(), two);
}

const numbers = (model: Sequential) => model.parameters().map(({ value }) => value.toArray());

Deno.test("a saved model gives the same outputs when it is loaded", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const one = model(1, { dtype }), two = model(2, { dtype });
    const x = Tensor.from([[1, -2, 3], [0.5, 0, -0.25]], undefined, dtype);
    const places = two.parameters().map(({ value }) => value.data);
    assertNotEquals(two.forward(x).data, one.forward(x).data);
    load(two, save(one));
    assertEquals(two.forward(x).data, one.forward(x).data);
    two.parameters().forEach(({ value }, i) => assertStrictEquals(value.data, places[i]));
    assertEquals(save(two), save(one));
  }
});

Deno.test("a saved model is a safetensors file with the names of the parameters", () => {
  const one = model(1), { tensors, metadata } = decodeSafetensors(save(one, { dataset: "mnist" }));
  assertEquals(metadata, { dataset: "mnist" });
  assertEquals(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, shape, data]),
    one.parameters().map(({ name, value: { shape, data } }) => [name, shape, data]),
  );
  assertEquals(Object.keys(tensors), ["0.weight", "0.bias", "2.weight", "2.bias"]);
  assertEquals(Object.keys(decodeSafetensors(save(new Linear(2, 3))).tensors), ["weight", "bias"]);
});

Deno.test("a file of another program is loaded, whatever the order of its tensors", () => {
  const layer = new Linear(2, 1);
  load(
    layer,
    encodeSafetensors({ bias: Tensor.from([5]), weight: Tensor.from([[6], [7]]) }, { format: "np" }),
  );
  assertEquals(layer.forward(Tensor.from([[1, 1]])).toArray(), [[18]]);
});

Deno.test("a file that does not fit the model is refused, and nothing changed", () => {
  const two = model(2), before = numbers(two), good = decodeSafetensors(save(model(1))).tensors;
  const { "2.bias": last, ...fewer } = good;
  const cases: [Uint8Array, string][] = [
    [save(model(1, { hidden: 4 })), "0.weight is float32 [3, 4], want float32 [3, 5]"],
    [save(model(1, { dtype: "float64" })), "0.weight is float64 [3, 5], want float32 [3, 5]"],
    [encodeSafetensors(fewer), "there is no 2.bias, want float32 [2]"],
    [encodeSafetensors({ ...good, more: last }), "found more, float32 [2], want no such tensor"],
    [
      encodeSafetensors({ ...good, "2.bias": Tensor.zeros([1, 2]) }),
      "2.bias is float32 [1, 2], want float32 [2]",
    ],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => load(two, bytes), ShapeError, `Cannot load the model: ${message}`);
    assertEquals(numbers(two), before);
  }
  const bytes = save(model(1));
  for (const length of [0, 7, 100, bytes.length - 1]) {
    assertThrows(() => load(two, bytes.subarray(0, length)), DataError, "Cannot read safetensors: ");
    assertEquals(numbers(two), before);
  }
});

Deno.test("parameters of the same name are refused", () => {
  const one = new Linear(2, 1), two = new Linear(1, 1);
  const both = { parameters: () => [...one.parameters(), ...two.parameters()] };
  const message = "two parameters are called weight, want a name for each";
  assertThrows(() => save(both), RangeError, `Cannot save the model: ${message}`);
  assertThrows(() => load(both, save(one)), RangeError, `Cannot load the model: ${message}`);
});
