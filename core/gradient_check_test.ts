import { assertAlmostEquals, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { GradientError, ShapeError } from "./errors.ts";
import { checkLayer, checkLoss, numericalGradient } from "./gradient_check.ts";
import type { Layer, Loss, Parameter } from "./layer.ts";
import { Random } from "./random.ts";
import { Tensor } from "./tensor.ts";

const float64 = (values: number[]) => Tensor.from(values, [values.length], "float64");

Deno.test("numericalGradient: of functions whose gradient is known", () => {
  const x = float64([0.5, -1, 2]);
  const f = () => Math.sin(x.data[0]) * Math.exp(x.data[1]) + x.data[2] ** 3;
  const gradient = numericalGradient(f, x);
  assertAlmostEquals(gradient.data[0], Math.cos(0.5) * Math.exp(-1), 1e-8);
  assertAlmostEquals(gradient.data[1], Math.sin(0.5) * Math.exp(-1), 1e-8);
  assertAlmostEquals(gradient.data[2], 12, 1e-8);
  assertEquals(x.data, Float64Array.of(0.5, -1, 2)); // restored
});

Deno.test("numericalGradient: eps is half the distance", () => {
  const x = float64([1]), points: number[] = [];
  numericalGradient(() => points.push(x.data[0]), x, 0.25);
  assertEquals(points, [1.25, 0.75]);
});

/** y = w x³ + b, number by number, with a gradient that a test may spoil. */
function cubic(
  spoil: (gradient: { dx: Tensor; dw: Tensor; db: Tensor }) => void = () => {},
  dtype = "float64" as const,
  forgetful = false,
) {
  const w: Parameter = { name: "w", value: Tensor.from([2], [1], dtype), grad: Tensor.zeros([1], dtype) };
  const b: Parameter = { name: "b", value: Tensor.from([-1], [1], dtype), grad: Tensor.zeros([1], dtype) };
  let x: Tensor;
  const layer: Layer = {
    children: [],
    name: "Cubic",
    forward(input) {
      x = input;
      return Tensor.from(x.data.map((u) => w.value.data[0] * u ** 3 + b.value.data[0]), x.shape, x.dtype);
    },
    backward(dy, { accumulate = false } = {}) {
      const dx = Tensor.from(
        x.data.map((u, i) => dy.data[i] * w.value.data[0] * 3 * u ** 2),
        x.shape,
        x.dtype,
      );
      const keep = accumulate && !forgetful ? 1 : 0;
      w.grad.data[0] = [...x.data].reduce((sum, u, i) => sum + dy.data[i] * u ** 3, keep * w.grad.data[0]);
      b.grad.data[0] = [...dy.data].reduce((sum, d) => sum + d, keep * b.grad.data[0]);
      spoil({ dx, dw: w.grad, db: b.grad });
      return dx;
    },
    parameters: () => [w, b],
  };
  return layer;
}

const x = () => float64([0.7, -1.2, 0.4]);

Deno.test("checkLayer: a right gradient passes, whatever the weights of the outputs", () => {
  for (let seed = 0; seed < 5; seed++) checkLayer(cubic(), x(), { random: new Random(seed) });
});

const spoilt: Record<string, { spoil: Parameters<typeof cubic>[0]; message: string }> = {
  "a wrong sign of dx": { spoil: ({ dx }) => dx.data[1] *= -1, message: "Cubic: dx[1] is" },
  "a wrong factor of dx": { spoil: ({ dx }) => dx.data[0] *= 1.01, message: "Cubic: dx[0] is" },
  "a missing term of dx": { spoil: ({ dx }) => dx.data[2] = 0, message: "Cubic: dx[2] is 0" },
  "a NaN in dx": { spoil: ({ dx }) => dx.data[2] = NaN, message: "Cubic: dx[2] is NaN" },
  "an infinity in dx": { spoil: ({ dx }) => dx.data[0] = Infinity, message: "Cubic: dx[0] is Infinity" },
  "a wrong sign of dw": { spoil: ({ dw }) => dw.data[0] *= -1, message: "Cubic: dw[0] is" },
  "a missing gradient of b": { spoil: ({ db }) => db.data[0] = 0, message: "Cubic: db[0] is 0" },
  "a mean in place of a sum": { spoil: ({ db }) => db.data[0] /= 3, message: "Cubic: db[0] is" },
  "a NaN in db": { spoil: ({ db }) => db.data[0] = NaN, message: "Cubic: db[0] is NaN" },
};

for (const [fault, { spoil, message }] of Object.entries(spoilt)) {
  Deno.test(`checkLayer: ${fault} is found`, () => {
    assertThrows(() => checkLayer(cubic(spoil), x()), GradientError, message);
  });
}

Deno.test("checkLayer: a gradient of another size is found", () => {
  const layer = { ...cubic(), backward: () => float64([1]) };
  assertThrows(() => checkLayer(layer, x()), GradientError, "Cubic: dx is [1], want [3]");
});

Deno.test("checkLayer: a function without a finite difference has no right gradient", () => {
  const layer: Layer = {
    children: [],
    name: "Pole",
    forward: (x) => Tensor.from(x.data.map((u) => u > 1 ? Infinity : u), x.shape, x.dtype),
    backward: (dy) => dy.clone(),
    parameters: () => [],
  };
  checkLayer(layer, float64([0.5]));
  assertThrows(() => checkLayer(layer, float64([1])), GradientError, "the central difference is ");
});

Deno.test("checkLayer: a layer that adds to its gradients is found, at the first check", () => {
  const sums = { w: 0 };
  const layer = cubic(({ dw }) => dw.data[0] = sums.w += dw.data[0]);
  assertThrows(
    () => checkLayer(layer, x()),
    GradientError,
    "after another of the same input without accumulate, want it overwritten",
  );
});

Deno.test("checkLayer: a layer that overwrites gradients that are to be added to is found", () => {
  assertThrows(
    () => checkLayer(cubic(undefined, undefined, true), x()),
    GradientError,
    "after another of the same input with accumulate, want the sum",
  );
});

Deno.test("checkLayer: as many numbers in another shape are found, in gradients and outputs", () => {
  const twoByThree = Tensor.from([1, 2, 3, 4, 5, 6], [2, 3], "float64"), pass = (x: Tensor) => x.clone();
  const layer: Layer = { name: "Same", children: [], forward: pass, backward: pass, parameters: () => [] };
  checkLayer(layer, twoByThree);
  const reshaped = (shape: number[]) => (x: Tensor) => x.clone().reshape(shape);
  const cases: [Partial<Layer>, string][] = [
    [{ backward: reshaped([3, 2]) }, "Same: dx is [3, 2], want [2, 3]"],
    [{ backward: reshaped([6]) }, "Same: dx is [6], want [2, 3]"],
    [{ forward: reshaped([6]) }, "Same: the output is [6], want [2, 3]"],
    [{ outputShape: () => [6] }, "Same: the output is [2, 3], want [6]"],
  ];
  for (const [fault, message] of cases) {
    assertThrows(() => checkLayer({ ...layer, ...fault }, twoByThree), GradientError, message);
  }
  checkLayer(
    { ...layer, forward: reshaped([6]), backward: reshaped([2, 3]), outputShape: () => [6] },
    twoByThree,
  );
  const w: Parameter = {
    name: "w",
    value: Tensor.zeros([2, 2], "float64"),
    grad: Tensor.zeros([4], "float64"),
  };
  assertThrows(
    () => checkLayer({ ...layer, parameters: () => [w] }, twoByThree),
    GradientError,
    "Same: dw is [4], want [2, 2]",
  );
});

Deno.test("checkLayer: a layer that writes to what it is given is found, also where that is right by itself", () => {
  let y: Tensor;
  const clamp = ({ data }: Tensor) => data.forEach((u, i) => data[i] = Math.max(u, 0));
  const mask = ({ data }: Tensor) => data.forEach((_, i) => data[i] *= y.data[i] > 0 ? 1 : 0);
  const relu = (overX: boolean, overGradient: boolean): Layer => ({
    name: "Relu",
    children: [],
    parameters: () => [],
    forward(x) {
      clamp(y = overX ? x : x.clone());
      return y;
    },
    backward(dOutput) {
      const dx = overGradient ? dOutput : dOutput.clone();
      mask(dx);
      return dx;
    },
  });
  const found = (layer: Layer) =>
    assertThrows(() => checkLayer(layer, float64([1, -2, 3])), GradientError).message;
  checkLayer(relu(false, false), float64([1, -2, 3]));
  assertEquals(
    found(relu(true, false)),
    "Relu: forward has changed x[1] from -2 to 0, want it left as it was",
  );
  assertMatch(
    found(relu(false, true)),
    /^Relu: backward has changed dOutput\[1\] from .+ to -?0, want it left/,
  );
  const late: Layer = { ...relu(false, false), backward: (dOutput) => (kept.data[0] = 5, dOutput) };
  const kept = float64([1, 2]);
  assertThrows(() => checkLayer(late, kept), GradientError, "Relu: backward has changed x[0] from 1 to 5");
});

Deno.test("checkLayer: a layer that is another at each pass is refused", () => {
  const random = new Random(1);
  const noisy: Layer = {
    ...cubic(),
    forward: ({ data, shape, dtype }) => Tensor.from(data.map((u) => u + random.uniform()), shape, dtype),
  };
  const message = "Cannot check Cubic: two forward passes of one input gave different outputs";
  assertThrows(() => checkLayer(noisy, x()), GradientError, message);
});

Deno.test("checkLayer: tolerances can be set", () => {
  const slightly = cubic(({ dx }) => dx.data[0] *= 1 + 1e-4);
  checkLayer(slightly, x());
  assertThrows(() => checkLayer(slightly, x(), { rtol: 1e-6, atol: 1e-8 }), GradientError, "Cubic: dx[0]");
});

Deno.test("checkLayer: float32 is refused, in the input and in parameters", () => {
  const message = "Cannot check a gradient: a tensor is float32, want float64";
  assertThrows(() => checkLayer(cubic(), Tensor.from([1, 2])), ShapeError, message);
  assertThrows(() => checkLayer(cubic(undefined, "float32" as "float64"), x()), ShapeError, message);
});

/** Σ t x², with a gradient that a test may spoil. */
function weighted(spoil: (gradient: Tensor) => void = () => {}): Loss {
  let gradient: Tensor;
  return {
    name: "Weighted",
    forward(logits, targets) {
      gradient = Tensor.from(logits.data.map((u, i) => 2 * u * targets.data[i]), logits.shape, logits.dtype);
      spoil(gradient);
      return [...logits.data].reduce((sum, u, i) => sum + targets.data[i] * u * u, 0);
    },
    backward: () => gradient,
  };
}

const logits = () => Tensor.from([[1, -2], [0.5, 3]], [2, 2], "float64");
const targets = Tensor.from([[1, 2], [-1, 0.5]], [2, 2], "float64");

Deno.test("checkLoss: a right gradient passes", () => checkLoss(weighted(), logits(), targets));

const spoiltLosses: Record<string, { spoil: (gradient: Tensor) => void; message: string }> = {
  "a wrong sign": { spoil: ({ data }) => data[3] *= -1, message: "Weighted: dLogits[3] is -3" },
  "a wrong factor": {
    spoil: ({ data }) => data.forEach((_, i) => data[i] /= 2),
    message: "Weighted: dLogits[0] is 1",
  },
  "a missing term": { spoil: ({ data }) => data[1] = 0, message: "Weighted: dLogits[1] is 0" },
  "a NaN": { spoil: ({ data }) => data[2] = NaN, message: "Weighted: dLogits[2] is NaN" },
};

for (const [fault, { spoil, message }] of Object.entries(spoiltLosses)) {
  Deno.test(`checkLoss: ${fault} is found`, () => {
    assertThrows(() => checkLoss(weighted(spoil), logits(), targets), GradientError, message);
  });
}

Deno.test("checkLoss: as many numbers in another shape are found", () => {
  const loss = weighted(), flat: Loss = { ...loss, backward: () => loss.backward().reshape([4]) };
  assertThrows(() => checkLoss(flat, logits(), targets), GradientError, "dLogits is [4], want [2, 2]");
});

Deno.test("checkLoss: a loss that writes to what it is given is found", () => {
  for (const [name, at] of [["logits", 0], ["targets", 1]] as const) {
    const loss = weighted();
    const forward: Loss["forward"] = (...given) => {
      const value = loss.forward(...given);
      given[at].data[1] = 7;
      return value;
    };
    const message = `Weighted has changed ${name}[1] from ${at === 0 ? -2 : 2} to 7, want it left as it was`;
    assertThrows(() => checkLoss({ ...loss, forward }, logits(), targets.clone()), GradientError, message);
  }
});

Deno.test("checkLoss: float32 is refused", () => {
  assertThrows(
    () => checkLoss(weighted(), Tensor.from([[1]]), Tensor.from([[1]])),
    ShapeError,
    "Cannot check a gradient: a tensor is float32, want float64",
  );
});
