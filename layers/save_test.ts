import {
  DataError,
  decodeSafetensors,
  encodeSafetensors,
  MemoryError,
  Random,
  reservedBytes,
  ShapeError,
  Tensor,
} from "@chainrule/core";
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
  assertEquals(metadata, { layout: "in,out", dataset: "mnist" });
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
    { layout: "in,out" },
  );
  assertEquals(layer.forward(Tensor.from([[1, 1]])).toArray(), [[18]]);
});

Deno.test("a network of PyTorch's layout is transposed when that is said, and refused when nothing is", () => {
  // Square, so that it would fit both ways: y = x · [[1, 2], [3, 4]]ᵀ.
  const foreign = encodeSafetensors({ weight: Tensor.from([[1, 2], [3, 4]]), bias: Tensor.from([0, 1]) });
  const layer = new Linear(2, 2), before = layer.weight.value.toArray(), x = Tensor.from([[1, 10]]);
  assertThrows(
    () => load(layer, foreign),
    DataError,
    'the file does not say how it stores weight matrices, want { layout: "out,in" } if PyTorch wrote it',
  );
  assertEquals(layer.weight.value.toArray(), before);
  load(layer, foreign, { layout: "out,in" });
  assertEquals(layer.forward(x).toArray(), [[21, 44]]);
  load(layer, foreign, { layout: "in,out" });
  assertEquals(layer.forward(x).toArray(), [[31, 43]]);

  const said = encodeSafetensors(decodeSafetensors(foreign).tensors, { layout: "out,in" });
  load(layer, said);
  assertEquals(layer.forward(x).toArray(), [[21, 44]]);
  const cases: [() => void, string][] = [
    [
      () => load(layer, save(layer), { layout: "out,in" }),
      "the file's layout is in,out, found the option out,in",
    ],
    [() => load(layer, foreign, { layout: "oi" as "in,out" }), "layout is oi, want in,out or out,in"],
    [
      () => load(layer, encodeSafetensors({ weight: Tensor.zeros([2, 2]) }, { layout: "x" })),
      "the file's layout is x",
    ],
  ];
  for (const [run, message] of cases) assertThrows(run, DataError, message);
  assertThrows(
    () => save(layer, { layout: "out,in" }),
    RangeError,
    "the metadata layout is out,in, want in,out or none",
  );
  // Where there is no matrix, there is no question.
  const bias = { name: "bias", value: Tensor.zeros([2]), grad: Tensor.zeros([2]) };
  load({ parameters: () => [bias] }, encodeSafetensors({ bias: Tensor.from([5, 6]) }));
  assertEquals(bias.value.toArray(), [5, 6]);
});

Deno.test("a file that does not fit the model is refused, and nothing changed", () => {
  const two = model(2), before = numbers(two), good = decodeSafetensors(save(model(1))).tensors;
  const { "2.bias": last, ...fewer } = good, ours = { layout: "in,out" };
  const cases: [Uint8Array, string][] = [
    [save(model(1, { hidden: 4 })), "0.weight is float32 [3, 4], want float32 [3, 5]"],
    [save(model(1, { dtype: "float64" })), "0.weight is float64 [3, 5], want float32 [3, 5]"],
    [encodeSafetensors(fewer, ours), "there is no 2.bias, want float32 [2]"],
    [encodeSafetensors({ ...good, more: last }, ours), "found more, float32 [2], want no such tensor"],
    [
      encodeSafetensors({ ...good, "2.bias": Tensor.zeros([1, 2]) }, ours),
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

Deno.test("half precision is widened; integers of 64 bits are left out, unless they are wanted", () => {
  const file = (entries: Record<string, [string, number[], number]>, data: number[]) => {
    let at = 0;
    const header = JSON.stringify(Object.fromEntries(
      Object.entries(entries).map(([name, [dtype, shape, bytes]]) => [
        name,
        { dtype, shape, data_offsets: [at, at += bytes] },
      ]),
    ));
    const bytes = new Uint8Array(8 + header.length + data.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(new TextEncoder().encode(header), 8);
    bytes.set(data, 8 + header.length);
    return bytes;
  };
  const bias = { name: "bias", value: Tensor.zeros([2]), grad: Tensor.zeros([2]) },
    model = { parameters: () => [bias] };
  const count: [string, number[], number] = ["I64", [], 8];
  load(
    model,
    file({ bias: ["F16", [2], 4], num_batches_tracked: count }, [0, 0x3e, 0, 0xc0, ...Array(8).fill(0)]),
  );
  assertEquals(bias.value.toArray(), [1.5, -2]);
  assertThrows(
    () => load(model, file({ bias: ["I64", [2], 16] }, Array(16).fill(0))),
    DataError,
    "Cannot load the model: bias is I64, which is not read",
  );
});

Deno.test("a model is loaded where it is: there may be no room for another copy", () => {
  const make = () => new Linear(1000, 1000, { random: new Random(3) });
  const bytes = save(make()), model = make(), weight = model.weight.value, wanted = weight.data.slice();
  // All but less than the weights take.
  const rest = 2 ** 32 - 2 ** 17 - reservedBytes();
  using all = Tensor.zeros([Math.floor((rest - 2 ** 20) / 4)]);
  assertEquals(all.data.length, all.size);
  assertThrows(() => weight.clone(), MemoryError, "Cannot reserve 3.8 MiB");
  for (const layout of ["in,out", "out,in"] as const) {
    weight.data.fill(0);
    const file = bytes.slice(), text = new TextDecoder().decode(file.subarray(8, 80));
    if (layout === "out,in") file.set(new TextEncoder().encode(text.replace("in,out", layout)), 8);
    load(model, file);
    for (const [i, j] of [[0, 0], [3, 998], [999, 1], [999, 999]]) {
      assertEquals(weight.data[i * 1000 + j], wanted[layout === "in,out" ? i * 1000 + j : j * 1000 + i]);
    }
  }
});
