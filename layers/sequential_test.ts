import { type Layer, Random, reservedBytes, ShapeError, Tensor } from "@chainrule/core";
import { assertClose, checkLayer } from "@chainrule/core/testing";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  Dropout,
  Elu,
  Gelu,
  HardSwish,
  Linear,
  Relu,
  Selu,
  Sequential,
  Sigmoid,
  Silu,
  Softplus,
  Tanh,
} from "./mod.ts";

const DTYPES = ["float32", "float64"] as const;

function normals(random: Random, shape: number[], dtype: "float32" | "float64" = "float64"): Tensor {
  const tensor = Tensor.zeros(shape, dtype);
  tensor.data.forEach((_, i) => tensor.data[i] = random.normal());
  return tensor;
}

function network(seed: number, dtype: "float32" | "float64" = "float64"): Sequential {
  const random = new Random(seed);
  return new Sequential(
    new Linear(5, 4, { random, dtype }),
    new Tanh(),
    new Linear(4, 6, { random, dtype }),
    new Silu(),
    new Linear(6, 3, { random, dtype }),
  );
}

// ---- Gradients of composed networks -----------------------------------------------------------------------------------

const kinks = new Map<string, number[]>([["HardSwish", [-3, 3]], ["Relu", [0]], ["Selu", [0]], ["Elu", [0]]]);

/** Whether all inputs of all activations are so far from kinks that steps of 1e-6 don't reach them. */
function awayFromKinks(model: Sequential, x: Tensor): boolean {
  for (const layer of model.layers) {
    for (const kink of kinks.get(layer.name) ?? []) {
      if (x.data.some((u: number) => Math.abs(u - kink) < 1e-3)) return false;
    }
    x = layer.forward(x);
  }
  return true;
}

Deno.test("Sequential: gradients of random networks equal central differences", () => {
  const types = [Elu, Gelu, HardSwish, Relu, Selu, Sigmoid, Silu, Softplus, Tanh];
  const activation = fc.constantFrom<() => Layer>(...types.map((Type) => () => new Type()));
  const hidden = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), activation), { maxLength: 4 });
  fc.assert(fc.property(hidden, fc.integer({ min: 1, max: 4 }), fc.nat(), (hidden, batch, seed) => {
    const random = new Random(seed), layers: Layer[] = [], inputs = 1 + random.integer(5);
    let width = inputs;
    for (const [units, activation] of hidden) {
      layers.push(new Linear(width, units, { random, dtype: "float64" }), activation());
      width = units;
    }
    layers.push(new Linear(width, 1 + random.integer(4), { random, dtype: "float64" }));
    const model = new Sequential(...layers), x = normals(random, [batch, inputs]);
    fc.pre(awayFromKinks(model, x));
    checkLayer(model, x, { random });
  }));
});

Deno.test("Sequential: gradients with Dropout, its mask held still", () => {
  const random = new Random(1), mask = new Random(2), { state } = mask;
  const model = new Sequential(
    new Linear(5, 8, { random, dtype: "float64" }),
    new Tanh(),
    new Dropout(0.4, { random: mask }),
    new Linear(8, 2, { random, dtype: "float64" }),
  );
  checkLayer({
    name: "network with Dropout",
    children: [model],
    forward(x) {
      mask.state = state;
      return model.forward(x);
    },
    backward: (dOutput, options) => model.backward(dOutput, options),
    parameters: () => model.parameters(),
    outputShape: (inputShape) => model.outputShape(inputShape),
  }, normals(random, [3, 5]));
});

// ---- Composition ----------------------------------------------------------------------------------------------------

Deno.test("Sequential: is its layers one after the other", () => {
  for (const dtype of DTYPES) {
    const model = network(1, dtype), layers = network(1, dtype).layers;
    const random = new Random(2), x = normals(random, [4, 5], dtype), dy = normals(random, [4, 3], dtype);
    const y = layers.reduce((x, layer) => layer.forward(x), x);
    const dx = layers.reduceRight((dy, layer) => layer.backward(dy), dy);
    assertEquals(model.forward(x).data, y.data);
    assertEquals(model.backward(dy, { inputGradient: true }).data, dx.data);
    assertEquals(
      model.parameters().map(({ grad }) => grad.data),
      layers.flatMap((layer) => layer.parameters().map(({ grad }) => grad.data)),
    );
  }
});

Deno.test("Sequential: the gradient of the data is left out unless asked for, the others are the same", () => {
  for (const dtype of DTYPES) {
    for (const nested of [false, true]) {
      const inner = network(3, dtype), model = nested ? new Sequential(inner, new Tanh()) : inner;
      const random = new Random(4), dy = normals(random, [4, 3], dtype);
      model.forward(normals(random, [4, 5], dtype));
      const gradients = () => model.parameters().map(({ grad }) => [...grad.data]);
      assertEquals(model.backward(dy, { inputGradient: true }).shape, [4, 5]);
      const wanted = gradients();
      model.parameters().forEach(({ grad }) => grad.data.fill(NaN));
      assertEquals(model.backward(dy).shape, [0]);
      assertEquals(gradients(), wanted);
    }
  }
});

Deno.test("Sequential: nested networks are the same as one", () => {
  const flat = network(5), [a, b, c, d, e] = network(5).layers;
  const nested = new Sequential(new Sequential(a, b), new Sequential(new Sequential(c), d), e);
  const random = new Random(6), x = normals(random, [4, 5]), dy = normals(random, [4, 3]);
  assertEquals(nested.forward(x).data, flat.forward(x).data);
  assertEquals(
    nested.backward(dy, { inputGradient: true }).data,
    flat.backward(dy, { inputGradient: true }).data,
  );
  const names = ["0.0.weight", "0.0.bias", "1.0.0.weight", "1.0.0.bias", "2.weight", "2.bias"];
  assertEquals(nested.parameters().map(({ name }) => name), names);
  assertEquals(
    nested.parameters().map(({ grad }) => grad.data),
    flat.parameters().map(({ grad }) => grad.data),
  );
});

Deno.test("Sequential: no layers are the identity", () => {
  const x = Tensor.zeros([2, 3]), model = new Sequential();
  assertStrictEquals(model.forward(x), x);
  assertStrictEquals(model.backward(x), x);
  assertEquals([model.parameters(), model.outputShape([3]), model.training], [[], [3], false]);
});

Deno.test("Sequential: parameters are named by layer, share their tensors, and are the same objects each time", () => {
  const model = network(1), [first, , second] = model.layers as Linear[];
  const parameters = model.parameters();
  assertEquals(
    parameters.map(({ name }) => name),
    ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"],
  );
  assertStrictEquals(parameters[0].value, first.weight.value);
  assertStrictEquals(parameters[3].grad, second.bias.grad);
  model.parameters().forEach((parameter, i) => assertStrictEquals(parameter, parameters[i]));
});

Deno.test("Sequential: training reaches all layers, nested ones too", () => {
  const deep = new Dropout(0.5), model = new Sequential(new Tanh(), new Sequential(new Relu(), deep));
  assertEquals([model.training, deep.training], [true, true]);
  model.training = false;
  assertEquals([model.training, deep.training], [false, false]);
  const x = Tensor.from([[1, 2, 3]]);
  assertClose("y", model.forward(x).data, x.data.map(Math.tanh), { relative: 1e-6 });
  model.training = true;
  assertEquals(deep.training, true);
  assertEquals(new Sequential(new Tanh()).training, false);
});

Deno.test("Sequential: a training step reserves nothing after the first, also with a smaller last batch", () => {
  for (const dtype of DTYPES) {
    const model = network(7, dtype), random = new Random(8);
    const batches = [6, 6, 2].map((n) => ({
      x: normals(random, [n, 5], dtype),
      dy: normals(random, [n, 3], dtype),
    }));
    const step = ({ x, dy }: { x: Tensor; dy: Tensor }) => {
      const y = model.forward(x);
      model.backward(dy);
      return y;
    };
    const outputs = batches.map(step), before = reservedBytes();
    for (let epoch = 0; epoch < 3; epoch++) {
      batches.forEach((batch, i) => assertStrictEquals(step(batch), outputs[i]));
    }
    assertEquals(reservedBytes(), before);
    const fresh = network(7, dtype);
    assertEquals(step(batches[2]).toArray(), fresh.forward(batches[2].x).toArray());
    assertEquals(outputs[2].data.byteOffset, outputs[0].data.byteOffset);
  }
});

Deno.test("Sequential: errors come from the layer that can't go on", () => {
  const model = new Sequential(new Linear(784, 128), new Tanh(), new Linear(512, 128));
  assertThrows(
    () => model.forward(Tensor.zeros([100, 784])),
    ShapeError,
    "Cannot multiply: x is [100, 128], weight is [512, 128]; the inner sizes differ",
  );
  assertThrows(() => network(1).backward(Tensor.zeros([1, 3])), ShapeError, "forward has not run yet");
});

// ---- The table --------------------------------------------------------------------------------------------------------

Deno.test("summary: a table of layers, shapes and numbers of parameters", () => {
  const model = new Sequential(
    new Linear(784, 128),
    new HardSwish(),
    new Dropout(0.5),
    new Sequential(new Linear(128, 64), new Selu()),
    new Linear(64, 10),
  );
  assertEquals(
    model.summary(),
    `\
Layer       Output shape  Parameters
Input       [784]
Linear      [128]            100,480
HardSwish   [128]                  0
Dropout     [128]                  0
Sequential  [64]               8,256
Linear      [10]                 650
Total                        109,386`,
  );
  assertEquals(model.outputShape([784]), [10]);
  assertEquals(model.outputShape([100, 784]), [100, 10]);
});

Deno.test("summary: the shape of the input may be given, where no parameter tells it", () => {
  const table = new Sequential(new Tanh()).summary([28, 28]);
  assert(table.includes("Input  [28, 28]") && table.includes("Tanh   [28, 28]"), table);
  assertEquals(new Sequential().summary().split("\n").at(-1), "Total                         0");
});
