import { Random, reservedBytes, ShapeError, Tensor } from "@chainrule/core";
import { assertClose, checkLayer } from "@chainrule/core/testing";
import { assert, assertEquals, assertNotEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Linear, normal } from "./mod.ts";
import golden from "./testdata/pytorch.json" with { type: "json" };

const DTYPES = ["float32", "float64"] as const;

function normals(random: Random, shape: number[], dtype: "float32" | "float64" = "float64"): Tensor {
  const tensor = Tensor.zeros(shape, dtype);
  tensor.data.forEach((_, i) => tensor.data[i] = random.normal());
  return tensor;
}

for (const dtype of DTYPES) {
  Deno.test(`Linear: values and gradients of PyTorch, in ${dtype}`, () => {
    const { x, weight, bias, dy, y, dx, dweight, dbias } = golden.linear;
    const layer = new Linear(7, 5, { dtype });
    layer.weight.value.data.set(weight.flat());
    layer.bias.value.data.set(bias);
    // Number by number, and a few units in the last place of the largest, which a sum may lose near 0.
    const tolerance = dtype === "float64"
      ? { relative: 1e-10, ofLargest: 1e-15 }
      : { relative: 1e-4, ofLargest: 5e-7 };
    assertClose("y", layer.forward(Tensor.from(x, [6, 7], dtype)).data, y.flat(), tolerance);
    assertClose("dx", layer.backward(Tensor.from(dy, [6, 5], dtype)).data, dx.flat(), tolerance);
    assertClose("dweight", layer.weight.grad.data, dweight.flat(), tolerance);
    assertClose("dbias", layer.bias.grad.data, dbias, tolerance);
  });
}

Deno.test("Linear: gradients equal central differences", () => {
  const sizes = fc.integer({ min: 1, max: 6 });
  fc.assert(fc.property(sizes, sizes, sizes, fc.nat(), (batch, inputs, outputs, seed) => {
    const random = new Random(seed), layer = new Linear(inputs, outputs, { random, dtype: "float64" });
    layer.bias.value.data.forEach((_, i) => layer.bias.value.data[i] = random.normal());
    checkLayer(layer, normals(random, [batch, inputs]), { random });
  }));
});

Deno.test("Linear: the gradient is linear in dOutput, and overwritten, not added to", () => {
  const random = new Random(1), layer = new Linear(4, 3, { random, dtype: "float64" });
  layer.forward(normals(random, [5, 4]));
  const dy = normals(random, [5, 3]),
    gradients = () => [layer.weight.grad, layer.bias.grad].map((g) => [...g.data]);
  layer.backward(dy);
  const once = gradients();
  layer.backward(dy);
  assertEquals(gradients(), once);
  layer.backward(Tensor.from(dy.data.map((d) => -2 * d), dy.shape, "float64"));
  assertEquals(gradients(), once.map((numbers) => numbers.map((g) => -2 * g)));
});

Deno.test("Linear: without the gradient of the input, an empty tensor and the same gradients of the parameters", () => {
  for (const dtype of DTYPES) {
    const random = new Random(2),
      layer = new Linear(4, 3, { random, dtype }),
      dy = normals(random, [5, 3], dtype);
    layer.forward(normals(random, [5, 4], dtype));
    assertEquals(layer.backward(dy).shape, [5, 4]);
    const wanted = [layer.weight.grad.clone(), layer.bias.grad.clone()];
    layer.weight.grad.data.fill(NaN), layer.bias.grad.data.fill(NaN);
    const none = layer.backward(dy, { inputGradient: false });
    assertEquals([none.shape, none.dtype], [[0], dtype]);
    assertEquals([layer.weight.grad.data, layer.bias.grad.data], wanted.map(({ data }) => data));
  }
});

Deno.test("Linear: errors say what was found and what was wanted", () => {
  const layer = new Linear(512, 128);
  const cases: [() => unknown, string][] = [
    [
      () => layer.forward(Tensor.zeros([100, 784])),
      "Cannot multiply: x is [100, 784], weight is [512, 128]; the inner sizes differ",
    ],
    [
      () => layer.forward(Tensor.zeros([512])),
      "Cannot multiply: x is [512], weight is [512, 128]; want x as [batch, in]",
    ],
    [
      () => layer.forward(Tensor.zeros([2, 2, 512])),
      "Cannot multiply: x is [2, 2, 512], weight is [512, 128]; want x as [batch, in]",
    ],
    [() => layer.forward(Tensor.zeros([1, 512], "float64")), "Cannot multiply: x is float64, want float32"],
    [() => layer.backward(Tensor.zeros([1, 128])), "Cannot run Linear backward: forward has not run yet"],
    [
      () => new Linear(-1, 2),
      "Cannot make a tensor: the shape [-1, 2] has a size that is not a whole number",
    ],
    [
      () => new Linear(2, 1.5),
      "Cannot make a tensor: the shape [2, 1.5] has a size that is not a whole number",
    ],
  ];
  for (const [run, message] of cases) assertThrows(run, ShapeError, message);

  layer.forward(Tensor.zeros([3, 512]));
  assertThrows(
    () => layer.backward(Tensor.zeros([4, 128])),
    ShapeError,
    "Cannot run Linear backward: dOutput is [4, 128], want [3, 128]",
  );
  assertThrows(
    () => layer.backward(Tensor.zeros([3, 128], "float64")),
    ShapeError,
    "Cannot run Linear backward: dOutput is float64, want float32",
  );
});

Deno.test("Linear: a smaller last batch gets the results of a fresh layer, in the same memory", () => {
  for (const dtype of DTYPES) {
    const make = () => new Linear(7, 5, { random: new Random(3), dtype });
    const layer = make(), fresh = make(), random = new Random(4);
    const large = normals(random, [10, 7], dtype), small = normals(random, [3, 7], dtype);
    const dLarge = normals(random, [10, 5], dtype), dSmall = normals(random, [3, 5], dtype);
    const y = layer.forward(large), dx = layer.backward(dLarge);
    const smallY = layer.forward(small), smallDx = layer.backward(dSmall);
    assertEquals(smallY.toArray(), fresh.forward(small).toArray());
    assertEquals(smallDx.toArray(), fresh.backward(dSmall).toArray());
    assertEquals(layer.weight.grad.data, fresh.weight.grad.data);
    assertEquals(layer.bias.grad.data, fresh.bias.grad.data);
    assertEquals([smallY.data.byteOffset, smallDx.data.byteOffset], [y.data.byteOffset, dx.data.byteOffset]);

    const before = reservedBytes();
    for (let epoch = 0; epoch < 3; epoch++) {
      assertStrictEquals(layer.forward(large), y);
      assertStrictEquals(layer.backward(dLarge), dx);
      assertStrictEquals(layer.forward(small), smallY);
      assertStrictEquals(layer.backward(dSmall), smallDx);
    }
    assertEquals(reservedBytes(), before);
  }
});

Deno.test("Linear: an empty batch, no inputs, no outputs", () => {
  for (const dtype of DTYPES) {
    const layer = new Linear(3, 2, { dtype });
    assertEquals(layer.forward(Tensor.zeros([0, 3], dtype)).shape, [0, 2]);
    layer.weight.grad.data.fill(NaN);
    assertEquals(layer.backward(Tensor.zeros([0, 2], dtype)).shape, [0, 3]);
    assertEquals(layer.weight.grad.toArray(), [[0, 0], [0, 0], [0, 0]]);
    const biasOnly = new Linear(0, 2, { dtype });
    biasOnly.bias.value.data.set([1, 2]);
    assertEquals(biasOnly.forward(Tensor.zeros([2, 0], dtype)).toArray(), [[1, 2], [1, 2]]);
    assertEquals(new Linear(2, 0, { dtype }).forward(Tensor.zeros([1, 2], dtype)).shape, [1, 0]);
  }
});

Deno.test("Linear: weights are random and repeatable, biases begin at 0", () => {
  const make = (seed: number) => new Linear(4, 3, { init: normal(0.5), random: new Random(seed) });
  assertEquals(make(1).weight.value.data, make(1).weight.value.data);
  assertNotEquals(make(1).weight.value.toArray(), make(2).weight.value.toArray());
  assert(make(1).bias.value.data.every((value: number) => value === 0));
  // Layers made without a generator share one: they do not begin with the same weights.
  assertNotEquals(new Linear(4, 3).weight.value.toArray(), new Linear(4, 3).weight.value.toArray());
  const zero = new Linear(4, 3, { init: normal(0) });
  assert(zero.weight.value.data.every((value: number) => value === 0));
});

Deno.test("Linear: float32 and float64 begin with the same weights", () => {
  const [single, double] = DTYPES.map((dtype) => new Linear(4, 3, { random: new Random(1), dtype }));
  assertEquals(single.weight.value.data, Float32Array.from(double.weight.value.data));
});

Deno.test("Linear: parameters and shape of the output", () => {
  const layer = new Linear(4, 3);
  assertEquals(layer.parameters().map(({ name, value, grad }) => [name, value.shape, grad.shape]), [
    ["weight", [4, 3], [4, 3]],
    ["bias", [3], [3]],
  ]);
  assertStrictEquals(layer.parameters()[0], layer.weight);
  assertStrictEquals(layer.parameters()[1], layer.bias);
  assertEquals([layer.outputShape([4]), layer.outputShape([100, 4])], [[3], [100, 3]]);
});
