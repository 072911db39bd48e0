/**
 * All activations in loops. An activation is covered as soon as `mod.ts` exports it; one with kinks names them below.
 */
import { Random, reservedBytes, ShapeError, Tensor } from "@chainrule/core";
import { assertClose, AWKWARD_NUMBERS, AWKWARD_SIZES, checkLayer } from "@chainrule/core/testing";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import * as layers from "./mod.ts";
import golden from "./testdata/pytorch.json" with { type: "json" };

const { Activation, Elu } = layers;

interface Case {
  name: string;
  create: () => layers.Activation;
  /** Where there is no derivative. */
  kinks: number[];
}

const kinks: Record<string, number[]> = { HardSwish: [-3, 3], LeakyRelu: [0], Relu: [0], Selu: [0] };

const exported: Case[] = Object.entries(layers)
  .filter(([, value]) => typeof value === "function" && value.prototype instanceof Activation)
  .map(([name, value]) => {
    const Type = value as new () => layers.Activation;
    return { name, create: () => new Type(), kinks: kinks[name] ?? [] };
  });

/** Those that are exported, and some with settings. */
const activations: Case[] = [
  ...exported,
  { name: "Elu with α = 0.5", create: () => new Elu({ alpha: 0.5 }), kinks: [0] },
  { name: "Elu with α = 0", create: () => new Elu({ alpha: 0 }), kinks: [0] },
];

Deno.test("activations: those of the project are among the ones found here", () => {
  const names = ["Elu", "Gelu", "HardSwish", "Relu", "Selu", "Sigmoid", "Silu", "Softplus", "Tanh"];
  for (const name of names) assert(exported.some((activation) => activation.name === name), name);
  for (const { name, create } of exported) assertEquals(create().name, name);
});

// ---- Against PyTorch ------------------------------------------------------------------------------------------------

/**
 * Number by number; besides, a few units in the last place of the tensor's largest number, for 1 - y² and 1 + erf lose
 * what was rounded off y where they are nearly 0, here and in PyTorch.
 */
const GOLDEN = {
  float64: { relative: 1e-10, ofLargest: 1e-15 },
  float32: { relative: 1e-4, ofLargest: 5e-7 },
};

for (const [key, { x, dy, y, dx }] of Object.entries(golden.activations)) {
  const { name, create } = exported.find(({ name }) => name.toLowerCase() === key)!;
  for (const dtype of ["float64", "float32"] as const) {
    Deno.test(`${name}: values and gradients of PyTorch, in ${dtype}`, () => {
      const layer = create();
      assertClose("y", layer.forward(Tensor.from(x, [x.length], dtype)).data, y, GOLDEN[dtype]);
      assertClose("dx", layer.backward(Tensor.from(dy, [x.length], dtype)).data, dx, GOLDEN[dtype]);
    });
  }
}

// ---- Gradients ------------------------------------------------------------------------------------------------------

const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 });

for (const { name, create, kinks } of activations) {
  Deno.test(`${name}: gradients equal central differences`, () => {
    fc.assert(fc.property(shapes, fc.nat(), (shape, seed) => {
      const random = new Random(seed), x = Tensor.zeros(shape, "float64");
      x.data.forEach((_, i) => {
        do x.data[i] = random.normal(0, 3); while (kinks.some((kink) => Math.abs(x.data[i] - kink) < 1e-4));
      });
      checkLayer(create(), x, { random });
    }));
  });
}

// ---- float32 against float64 ----------------------------------------------------------------------------------------

/** Below this, 2⁻¹²⁶, numbers are subnormal. */
const NORMAL = 2 ** -126;

/**
 * What float32 gives for numbers that are exact in it, against the formula in float64: both get the same rounded output
 * `y` for the derivative. Kernels are wrong by up to 4 ulp (core measures them one by one), which is 4.8e-7 at most;
 * derivatives that are a sum with a zero, and subnormal numbers, have an absolute error. Kernels take e^-|x| for 0 where it is
 * subnormal, a factor x of which can be seen; and they give 0 for a subnormal gradient.
 */
function assertParity(create: Case["create"], x: number[], dy: number[]): void {
  const [single, double] = (["float32", "float64"] as const).map((dtype) => {
    const layer = create();
    return {
      layer,
      y: layer.forward(Tensor.from(x, [x.length], dtype)),
      dy: Tensor.from(dy, [x.length], dtype),
    };
  });
  const round = (numbers: ArrayLike<number>) => Float32Array.from(numbers);
  const outputs = round(double.y.data);
  double.y.data.set(single.y.data);
  const dx = { single: single.layer.backward(single.dy).data, double: double.layer.backward(double.dy).data };
  const gradients = round(dx.double);
  single.y.data.forEach((found: number, i: number) => {
    if (found === 0 && x[i] < -87 && Math.abs(outputs[i]) < NORMAL * Math.abs(x[i])) return;
    assertClose(`y at ${x[i]}`, [found], [outputs[i]], { relative: 4.8e-7, absolute: 2 ** -142 });
  });
  dx.single.forEach((found: number, i: number) => {
    if (found === 0 && Math.abs(gradients[i]) < NORMAL) return;
    const absolute = 2.5e-7 * Math.abs(dy[i]) + 2 ** -148;
    assertClose(`dx at ${x[i]}`, [found], [gradients[i]], { relative: 4.8e-7, absolute });
  });
}

for (const { name, create } of activations) {
  Deno.test(`${name}: float32 equals float64 at awkward sizes`, () => {
    const random = new Random(1);
    for (const size of AWKWARD_SIZES) {
      const normal = () => Array.from({ length: size }, () => Math.fround(random.normal(0, 4)));
      assertParity(create, normal(), normal());
    }
  });

  Deno.test(`${name}: float32 equals float64 at awkward numbers`, () => {
    // The order of the numbers decides the lane of the vector that each comes to.
    for (let shift = 0; shift < 4; shift++) {
      const x = [...AWKWARD_NUMBERS.slice(shift), ...AWKWARD_NUMBERS.slice(0, shift)];
      assertParity(create, x, x.map(() => 1));
      assertParity(create, x.map(() => Math.fround(0.7)), x);
    }
  });

  Deno.test(`${name}: no NaN is hidden`, () => {
    for (const dtype of ["float32", "float64"] as const) {
      for (let at = 0; at < 7; at++) {
        const place = (value: number) =>
          Tensor.from(Array.from({ length: 7 }, (_, i) => i === at ? value : 1), [7], dtype);
        const layer = create(),
          isOnlyThere = (numbers: Tensor["data"]) =>
            numbers.forEach((value, i) => assertEquals(Number.isNaN(value), i === at));
        isOnlyThere(layer.forward(place(NaN)).data);
        isOnlyThere(layer.backward(place(1)).data);
        layer.forward(place(-1));
        isOnlyThere(layer.backward(place(NaN)).data);
      }
    }
  });

  Deno.test(`${name}: finite for all finite numbers up to 1e4`, () => {
    for (const dtype of ["float32", "float64"] as const) {
      const x = Tensor.from(AWKWARD_NUMBERS.filter((value) => Math.abs(value) <= 1e4), undefined, dtype);
      const layer = create();
      assert(layer.forward(x).data.every(Number.isFinite));
      assert(layer.backward(x.clone()).data.every(Number.isFinite));
    }
  });

  Deno.test(`${name}: a smaller last batch gets its own results, in the same memory`, () => {
    for (const dtype of ["float32", "float64"] as const) {
      const random = new Random(2), layer = create();
      const batch = (rows: number) =>
        Tensor.from(Array.from({ length: rows * 5 }, () => random.normal()), [rows, 5], dtype);
      const [large, small] = [batch(7), batch(3)];
      const y = layer.forward(large), dx = layer.backward(large), reserved = reservedBytes();
      const smallY = layer.forward(small), smallDx = layer.backward(small);
      assertEquals([smallY.data.byteOffset, smallDx.data.byteOffset], [
        y.data.byteOffset,
        dx.data.byteOffset,
      ]);
      const fresh = create();
      assertEquals(smallY.toArray(), fresh.forward(small).toArray());
      assertEquals(smallDx.toArray(), fresh.backward(small).toArray());
      const wanted = create().forward(large).toArray(), before = reservedBytes();
      assertStrictEquals(layer.forward(large), y);
      assertStrictEquals(layer.backward(large), dx);
      assertStrictEquals(layer.forward(small), smallY);
      assertEquals(layer.forward(large).toArray(), wanted);
      assertEquals(reservedBytes(), before);
      assert(reserved <= before);
    }
  });
}

// ---- The layer itself -----------------------------------------------------------------------------------------------

Deno.test("Activation: errors name the layer, what was found and what was wanted", () => {
  for (const { create } of exported) {
    const layer = create(), { name } = layer;
    assertThrows(
      () => layer.backward(Tensor.zeros([2])),
      ShapeError,
      `Cannot run ${name} backward: forward has not run yet`,
    );
    layer.forward(Tensor.zeros([2, 3]));
    assertThrows(
      () => layer.backward(Tensor.zeros([3, 2])),
      ShapeError,
      `Cannot run ${name} backward: dOutput is [3, 2], want [2, 3]`,
    );
    assertThrows(
      () => layer.backward(Tensor.zeros([2, 3], "float64")),
      ShapeError,
      `Cannot run ${name} backward: dOutput is float64, want float32`,
    );
    assertEquals(layer.parameters(), []);
  }
});

Deno.test("Activation: the input is not changed", () => {
  for (const { create } of activations) {
    for (const dtype of ["float32", "float64"] as const) {
      const x = Tensor.from([-4, -1, 0, 1, 4], [5], dtype), dy = Tensor.from([1, 2, 3, 4, 5], [5], dtype);
      const layer = create();
      layer.forward(x);
      layer.backward(dy);
      assertEquals([x.toArray(), dy.toArray()], [[-4, -1, 0, 1, 4], [1, 2, 3, 4, 5]]);
    }
  }
});

Deno.test("Activation: a formula without a kernel runs in both precisions", () => {
  const cube = new Activation("Cube", { forward: (u) => u ** 3, derivative: (u) => 3 * u * u });
  for (const dtype of ["float32", "float64"] as const) {
    assertEquals(cube.forward(Tensor.from([[-2, 3]], undefined, dtype)).toArray(), [[-8, 27]]);
    assertEquals(cube.backward(Tensor.from([[1, 2]], undefined, dtype)).toArray(), [[12, 54]]);
  }
});

Deno.test("Activation: values at the kinks are those of the design", () => {
  const at = (layer: layers.Activation, u: number) => {
    const y = layer.forward(Tensor.from([u], [1], "float64")).data[0];
    return [y, layer.backward(Tensor.from([1], [1], "float64")).data[0]];
  };
  assertEquals(at(new layers.HardSwish(), -3), [0, 0]);
  assertEquals(at(new layers.HardSwish(), 3), [3, 1]);
  assertEquals(at(new layers.Relu(), 0), [0, 0]);
  assertEquals(at(new layers.Elu(), 0), [0, 1]);
  const [y, dx] = at(new layers.Selu(), 0);
  assertEquals(y, 0);
  assertClose("SELU′(0)", [dx], [1.0507009873554805 * 1.6732632423543772], { relative: 1e-15 });
});

Deno.test("Elu: α out of range is refused", () => {
  for (const alpha of [-1, NaN, Infinity]) {
    assertThrows(
      () => new Elu({ alpha }),
      RangeError,
      `Cannot make an Elu layer: alpha is ${alpha}, want a number of at least 0`,
    );
  }
});
