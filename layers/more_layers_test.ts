/** Layers with parameters and buffers, besides Linear: values of PyTorch, gradients, precision, sizes. */
import {
  type Buffer,
  type Layer,
  loadCheckpoint,
  Random,
  reservedBytes,
  saveCheckpoint,
  setTraining,
  ShapeError,
  Tensor,
} from "@chainrule/core";
import { assertClose, checkLayer } from "@chainrule/core/testing";
import { assertEquals, assertNotEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  BatchNorm,
  Dropout,
  LayerNorm,
  LeakyRelu,
  Linear,
  load,
  Mish,
  PRelu,
  Residual,
  save,
  Sequential,
  Tanh,
} from "./mod.ts";
import golden from "./testdata/golden.json" with { type: "json" };

type DType = "float32" | "float64";
const DTYPES = ["float32", "float64"] as const;
/** Numbers of order 1 to 10, of which sums and differences are taken. */
const TOLERANCE = {
  float32: { relative: 2e-5, absolute: 5e-6 },
  float64: { relative: 1e-11, absolute: 1e-13 },
};

/** Each layer for inputs `[batch, 5]`. */
const LAYERS: Record<string, (dtype: DType) => Layer> = {
  "PRelu": (dtype) => new PRelu({ dtype }),
  "PRelu of 5": (dtype) => new PRelu({ numParameters: 5, dtype }),
  "LayerNorm": (dtype) => new LayerNorm(5, { dtype }),
  "BatchNorm": (dtype) => new BatchNorm(5, { dtype }),
};
const RESIDUAL = (dtype: DType) =>
  new Residual(new Linear(5, 5, { random: new Random(1), dtype }), new Tanh());

function normals(random: Random, shape: number[], dtype: DType = "float64"): Tensor {
  const tensor = Tensor.zeros(shape, dtype);
  tensor.data.forEach((_, i) => tensor.data[i] = random.normal());
  return tensor;
}

const flat = (numbers: unknown) => [numbers].flat(9) as number[];

interface Case {
  x: number[] | number[][];
  dy: number[] | number[][];
  y: number[] | number[][];
  dx: number[] | number[][];
  gradients: object;
  buffers: object;
}

function assertCase(layer: Layer, dtype: DType, { x, dy, y, dx, gradients, buffers }: Case): void {
  const tolerance = TOLERANCE[dtype],
    make = (numbers: number[] | number[][]) => Tensor.from(numbers, undefined, dtype);
  assertClose("y", layer.forward(make(x)).data, flat(y), tolerance);
  assertClose("dx", layer.backward(make(dy)).data, flat(dx), tolerance);
  const own = Object.fromEntries(layer.parameters().map(({ name, grad }) => [name, grad.data]));
  for (const [name, wanted] of Object.entries(gradients)) {
    assertClose(`d${name}`, own[name], wanted, tolerance);
  }
  const kept = Object.fromEntries(
    (layer.buffers?.() ?? []).map(({ name, value }: Buffer) => [name, value.data]),
  );
  assertEquals(Object.keys(kept), Object.keys(buffers));
  for (const [name, wanted] of Object.entries(buffers)) assertClose(name, kept[name], wanted, tolerance);
}

for (const dtype of DTYPES) {
  for (const [name, cases] of Object.entries(golden.layers)) {
    Deno.test(`${name}: values, gradients and buffers of PyTorch, in ${dtype}`, () => {
      const layer = LAYERS[name](dtype), begin = cases.parameters as Record<string, number[]>;
      for (const { name, value } of layer.parameters()) value.data.set(begin[name]);
      for (const pass of cases.training) assertCase(layer, dtype, pass);
      setTraining(layer, false);
      assertCase(layer, dtype, cases.evaluation);
    });
  }

  Deno.test(`activations: values and gradients of PyTorch, in ${dtype}`, () => {
    assertCase(new LeakyRelu(), dtype, golden.activations.LeakyRelu);
    assertCase(new LeakyRelu({ negativeSlope: 0.2 }), dtype, golden.activations["LeakyRelu of 0.2"]);
    assertCase(new Mish(), dtype, golden.activations.Mish);
  });
}

for (const [name, create] of Object.entries<(dtype: DType) => Layer>({ ...LAYERS, "Residual": RESIDUAL })) {
  Deno.test(`${name}: gradients equal central differences, in training and otherwise`, () => {
    const random = new Random(3);
    for (const training of [true, false]) {
      for (const rows of [2, 5]) {
        const layer = create("float64");
        layer.parameters().forEach(({ value }) =>
          value.data.forEach((_, i) => value.data[i] += 0.3 * random.normal())
        );
        layer.buffers?.().forEach(({ value }) =>
          value.data.forEach((_, i) => value.data[i] = 1 + random.uniform())
        );
        setTraining(layer, training);
        checkLayer(layer, normals(random, [rows, 5]), { random });
      }
    }
  });

  Deno.test(`${name}: gradients are added up when that is asked for`, () => {
    for (const dtype of DTYPES) {
      const random = new Random(4),
        layer = create(dtype),
        parts = [3, 4].map((rows) => normals(random, [rows, 5], dtype));
      const dys = [3, 4].map((rows) => normals(random, [rows, 5], dtype));
      const gradients = () => layer.parameters().flatMap(({ grad }) => [...grad.data]);
      const each = parts.map((x, i) => {
        layer.forward(x);
        layer.backward(dys[i]);
        return gradients();
      });
      parts.forEach((x, i) => {
        layer.forward(x);
        layer.backward(dys[i], { accumulate: i > 0 });
      });
      const wanted = each[0].map((g, i) => g + each[1][i]);
      assertClose("sums", gradients(), wanted, { absolute: dtype === "float32" ? 1e-5 : 1e-13 });
    }
  });

  Deno.test(`${name}: a smaller last batch gets its own results, in the same memory`, () => {
    for (const dtype of DTYPES) {
      const random = new Random(5),
        layer = create(dtype),
        [large, small] = [7, 3].map((rows) => normals(random, [rows, 5], dtype));
      const y = layer.forward(large), dx = layer.backward(large);
      assertEquals(layer.forward(small).data.byteOffset, y.data.byteOffset);
      assertEquals(layer.backward(small).data.byteOffset, dx.data.byteOffset);
      const fresh = create(dtype);
      assertEquals(layer.forward(small).toArray(), fresh.forward(small).toArray());
      assertEquals(layer.backward(small).toArray(), fresh.backward(small).toArray());
      const before = reservedBytes();
      assertStrictEquals(layer.forward(large), y);
      assertStrictEquals(layer.backward(large), dx);
      layer.forward(small);
      layer.backward(small);
      assertEquals(reservedBytes(), before);
    }
  });

  Deno.test(`${name}: what does not fit is refused`, () => {
    const layer = create("float32"), message = `Cannot run ${layer.name}`;
    assertThrows(
      () => layer.backward(Tensor.zeros([2, 5])),
      ShapeError,
      `${message} backward: forward has not run yet`,
    );
    if (name !== "PRelu") assertThrows(() => layer.forward(Tensor.zeros([2, 4])), ShapeError, "is [2, 4], ");
    assertThrows(
      () => layer.forward(Tensor.zeros([2, 5], "float64")),
      ShapeError,
      "x is float64, want float32",
    );
    layer.forward(Tensor.zeros([2, 5]));
    assertThrows(() => layer.backward(Tensor.zeros([3, 5])), ShapeError, "dOutput is [3, 5], want [2, 5]");
  });
}

Deno.test("Linear and Sequential: gradients are added up when that is asked for", () => {
  for (const dtype of DTYPES) {
    const random = new Random(6);
    const model = new Sequential(
      new Linear(5, 4, { random, dtype }),
      new Tanh(),
      new Linear(4, 2, { random, dtype }),
    );
    const xs = [3, 4].map((rows) => normals(random, [rows, 5], dtype));
    const dys = [3, 4].map((rows) => normals(random, [rows, 2], dtype));
    const both = new Sequential(...model.layers);
    const together = (parts: Tensor[]) =>
      Tensor.from(parts.flatMap(({ data }) => [...data]), [7, parts[0].shape[1]], dtype);
    both.forward(together(xs));
    both.backward(together(dys));
    const wanted = model.parameters().flatMap(({ grad }) => [...grad.data]);
    for (const inputGradient of [false, true]) {
      xs.forEach((x, i) => {
        model.forward(x);
        model.backward(dys[i], { accumulate: i > 0, inputGradient });
      });
      const found = model.parameters().flatMap(({ grad }) => [...grad.data]);
      assertClose("sums", found, wanted, { absolute: dtype === "float32" ? 1e-5 : 1e-13 });
    }
  }
});

Deno.test("BatchNorm: settings and batches out of range are refused", () => {
  assertThrows(
    () => new BatchNorm(2).forward(Tensor.zeros([1, 2])),
    ShapeError,
    "x is [1, 2], want at least 2 rows in training",
  );
  assertThrows(
    () => new BatchNorm(2, { momentum: 2 }),
    RangeError,
    "momentum is 2, want a number from 0 to 1",
  );
  assertThrows(
    () => new BatchNorm(2, { epsilon: -1 }),
    RangeError,
    "epsilon is -1, want a number of at least 0",
  );
  assertThrows(
    () => new LayerNorm(2, { epsilon: NaN }),
    RangeError,
    "epsilon is NaN, want a number of at least 0",
  );
  assertThrows(
    () => new LeakyRelu({ negativeSlope: -1 }),
    RangeError,
    "negativeSlope is -1, want a number of at least 0",
  );
  const layer = new BatchNorm(2);
  layer.training = false;
  assertEquals(layer.forward(Tensor.zeros([1, 2])).shape, [1, 2]);
});

Deno.test("Residual: layers that change the shape are refused", () => {
  assertThrows(
    () => new Residual(new Linear(5, 4)).forward(Tensor.zeros([2, 5])),
    ShapeError,
    "Cannot run Residual forward: the output of the layers within is [2, 4], want [2, 5]",
  );
  const tanh = new Tanh();
  assertThrows(
    () => new Sequential(tanh, new Residual(tanh)),
    RangeError,
    "layers 0 and 1.0 are the same Tanh",
  );
});

Deno.test("running statistics are part of saved models and of checkpoints", async () => {
  const make = (seed: number) => {
    const random = new Random(seed);
    return new Sequential(
      new Linear(5, 4, { random }),
      new Residual(new BatchNorm(4)),
      new Dropout(0.1, { random }),
    );
  };
  const one = make(1), x = normals(new Random(2), [6, 5], "float32");
  for (let step = 0; step < 5; step++) one.forward(x);
  one.training = false;
  const wanted = one.forward(x).toArray();
  const restore: ((model: Sequential) => Promise<unknown>)[] = [
    async (model) => await Promise.resolve(load(model, save(one))),
    async (model) => await loadCheckpoint(await saveCheckpoint({ model: one }), { model }),
  ];
  for (const run of restore) {
    const two = make(3);
    two.training = false;
    assertNotEquals(two.forward(x).toArray(), wanted);
    await run(two);
    assertEquals(two.forward(x).toArray(), wanted);
  }
});
