/** Optimizers against the updates of PyTorch's documentation, computed here number by number. */
import { type Parameter, Random, reservedBytes, ShapeError, Tensor } from "@chainrule/core";
import { assertClose } from "@chainrule/core/testing";
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  Adam,
  type AdamOptions,
  AdamW,
  cosine,
  type Optimizer,
  RmsProp,
  Sgd,
  type SgdOptions,
} from "./mod.ts";

const DTYPES = ["float32", "float64"] as const;
type DType = (typeof DTYPES)[number];

/**
 * For numbers of order 1 after twelve steps: a rounding error of 6e-8 (1e-16) in each, some ten times larger where Adam divides
 * a small gradient by its own size.
 */
const TOLERANCE = {
  float32: { relative: 1e-5, absolute: 1e-5 },
  float64: { relative: 1e-13, absolute: 1e-13 },
};

function parameters(random: Random, dtype: DType, shapes: number[][] = [[3, 5], [7]]): Parameter[] {
  return shapes.map((shape, i) => {
    const value = Tensor.zeros(shape, dtype), grad = Tensor.zeros(shape, dtype);
    value.data.forEach((_, j) => value.data[j] = random.normal());
    return { name: `p${i}`, value, grad };
  });
}

/** Takes steps with random gradients, and the same with `update`, which keeps its own state for each number. */
function assertSteps(
  dtype: DType,
  seed: number,
  create: (parameters: Parameter[]) => Optimizer,
  update: () => (w: number, g: number, step: number) => number,
): void {
  const random = new Random(seed), all = parameters(random, dtype), optimizer = create(all);
  const wanted = all.map(({ value }) => Float64Array.from(value.data));
  const updates = all.map(({ value }) => Array.from(value.data, update));
  for (let step = 1; step <= 12; step++) {
    all.forEach(({ grad }, i) => {
      grad.data.forEach((_, j) => grad.data[j] = random.normal());
      wanted[i].forEach((w, j) => wanted[i][j] = updates[i][j](w, grad.data[j], step));
    });
    const gradients = all.map(({ grad }) => grad.toArray());
    optimizer.step();
    assertEquals(optimizer.steps, step);
    assertEquals(all.map(({ grad }) => grad.toArray()), gradients);
    all.forEach(({ name, value }, i) =>
      assertClose(`${name} at step ${step}`, value.data, wanted[i], TOLERANCE[dtype])
    );
  }
}

/** torch.optim.SGD: buf = momentum · buf + g (g itself at first), g = g + momentum · buf or buf. */
function sgdUpdate({ learningRate, momentum = 0, weightDecay = 0, nesterov }: SgdOptions) {
  let buffer: number | undefined;
  return (w: number, gradient: number, step: number) => {
    const g = gradient + weightDecay * w;
    buffer = buffer === undefined ? g : momentum * buffer + g;
    const rate = typeof learningRate === "number" ? learningRate : learningRate(step - 1);
    return w - rate * (nesterov ? g + momentum * buffer : momentum === 0 ? g : buffer);
  };
}

/** torch.optim.Adam and AdamW, with the corrected moments spelled out. */
function adamUpdate(
  { learningRate = 1e-3, betas: [beta1, beta2] = [0.9, 0.999], epsilon = 1e-8, weightDecay = 0, decoupled }:
    AdamOptions,
) {
  let m = 0, v = 0;
  return (w: number, gradient: number, step: number) => {
    const rate = typeof learningRate === "number" ? learningRate : learningRate(step - 1);
    const shrunk = decoupled ? w - rate * weightDecay * w : w;
    const g = decoupled ? gradient : gradient + weightDecay * w;
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g ** 2;
    const corrected = { m: m / (1 - beta1 ** step), v: v / (1 - beta2 ** step) };
    return shrunk - rate * corrected.m / (Math.sqrt(corrected.v) + epsilon);
  };
}

const rate = fc.double({ min: 1e-4, max: 0.1, noNaN: true });
const part = fc.double({ min: 0, max: 1, noNaN: true });
const decay = fc.double({ min: 0, max: 0.2, noNaN: true });
const common = { dtype: fc.constantFrom(...DTYPES), seed: fc.nat() };

Deno.test("Sgd: PyTorch's update, for any settings", () => {
  const settings = fc.record({
    learningRate: rate,
    momentum: part,
    weightDecay: decay,
    nesterov: fc.boolean(),
  });
  fc.assert(fc.property(fc.record({ settings, ...common }), ({ settings, dtype, seed }) => {
    assertSteps(dtype, seed, (all) => new Sgd(all, settings), () => sgdUpdate(settings));
  }));
});

Deno.test("Adam and AdamW: PyTorch's updates, for any settings", () => {
  const beta = fc.double({ min: 0, max: 0.999, noNaN: true });
  const settings = fc.record({
    learningRate: rate,
    betas: fc.tuple(beta, fc.double({ min: 0.5, max: 0.9999, noNaN: true })),
    epsilon: fc.constantFrom(1e-8, 1e-3),
    weightDecay: decay,
    decoupled: fc.boolean(),
  });
  fc.assert(fc.property(fc.record({ settings, ...common }), ({ settings, dtype, seed }) => {
    const { decoupled, ...rest } = settings;
    const create = (all: Parameter[]) => decoupled ? new AdamW(all, rest) : new Adam(all, rest);
    assertSteps(dtype, seed, create, () => adamUpdate(settings));
    assertSteps(dtype, seed, (all) => new Adam(all, settings), () => adamUpdate(settings));
  }));
});

Deno.test("optimizers: the defaults are those of PyTorch", () => {
  for (const dtype of DTYPES) {
    assertSteps(
      dtype,
      1,
      (all) => new Sgd(all, { learningRate: 0.1 }),
      () => sgdUpdate({ learningRate: 0.1 }),
    );
    assertSteps(dtype, 1, (all) => new Adam(all), () => adamUpdate({}));
    assertSteps(dtype, 1, (all) => new AdamW(all), () => adamUpdate({ weightDecay: 0.01, decoupled: true }));
  }
});

Deno.test("optimizers: a setting that is undefined is the default", () => {
  const after = (create: (all: Parameter[]) => Optimizer) => {
    const all = parameters(new Random(5), "float64");
    for (const { grad } of all) grad.data.forEach((_, i) => grad.data[i] = Math.sin(i + 1));
    const optimizer = create(all);
    for (let step = 0; step < 3; step++) optimizer.step();
    return all.map(({ value }) => value.toArray());
  };
  const unset = { momentum: undefined, weightDecay: undefined, nesterov: undefined };
  assertEquals(
    after((all) => new Sgd(all, { learningRate: 0.1, ...unset })),
    after((all) => new Sgd(all, { learningRate: 0.1 })),
  );
  const unsetAdam = { learningRate: undefined, betas: undefined, epsilon: undefined, weightDecay: undefined };
  for (const Type of [Adam, AdamW]) {
    assertEquals(after((all) => new Type(all, unsetAdam)), after((all) => new Type(all)));
  }
});

Deno.test("optimizers: a schedule gives the learning rate of each step, counted from 0", () => {
  const learningRate = cosine({ learningRate: 0.1, steps: 10 });
  for (const dtype of DTYPES) {
    const options = { learningRate, weightDecay: 0.1 };
    assertSteps(dtype, 2, (all) => new Sgd(all, options), () => sgdUpdate(options));
    assertSteps(dtype, 2, (all) => new Adam(all, options), () => adamUpdate(options));
    assertSteps(
      dtype,
      2,
      (all) => new AdamW(all, options),
      () => adamUpdate({ ...options, decoupled: true }),
    );
  }
  for (const rate of [-0.1, NaN, Infinity, undefined as unknown as number]) {
    const all = parameters(new Random(7), "float64"), before = all.map(({ value }) => value.toArray());
    all.forEach(({ grad }) => grad.data.fill(1));
    const optimizers = [Sgd, Adam, AdamW].map((Type) =>
      new Type(all, { learningRate: (step) => step === 0 ? 0 : rate })
    );
    for (const optimizer of optimizers) {
      optimizer.step();
      assertThrows(
        () => optimizer.step(),
        RangeError,
        `Cannot take step 1 of ${optimizer.state().kind}: its schedule gives the learning rate ${rate}, want a number`,
      );
      assertEquals(optimizer.steps, 1);
    }
    assertEquals(all.map(({ value }) => value.toArray()), before);
  }
  const asked: number[] = [];
  const optimizer = new Sgd([], { learningRate: (step) => asked.push(step) });
  optimizer.step();
  optimizer.step();
  assertEquals(asked, [0, 1]);
});

const optimizers: Record<string, (parameters: Parameter[]) => Optimizer> = {
  "Sgd": (all) => new Sgd(all, { learningRate: 0.1 }),
  "Sgd with momentum": (all) => new Sgd(all, { learningRate: 0.05, momentum: 0.8 }),
  "Sgd with Nesterov's momentum": (all) =>
    new Sgd(all, { learningRate: 0.05, momentum: 0.8, nesterov: true }),
  "Adam": (all) => new Adam(all, { learningRate: 0.1 }),
  "AdamW": (all) => new AdamW(all, { learningRate: 0.1 }),
  "RmsProp": (all) => new RmsProp(all, { learningRate: cosine({ learningRate: 0.05, steps: 200 }) }),
};

for (const [name, create] of Object.entries(optimizers)) {
  Deno.test(`${name}: finds the minimum of a bowl`, () => {
    for (const dtype of DTYPES) {
      const all = parameters(new Random(1), dtype), optimizer = create(all);
      const loss = () =>
        all.reduce((sum, { value }) => [...value.data].reduce((sum, w) => sum + w * w, sum), 0);
      const before = loss();
      for (let step = 0; step < 200; step++) {
        for (const { value, grad } of all) grad.data.set(value.data.map((w: number) => 2 * w));
        optimizer.step();
      }
      assert(loss() < 1e-4 * before, `${name}: ${before} to ${loss()}`);
    }
  });

  Deno.test(`${name}: changes the values in place and reserves nothing in a step`, () => {
    for (const dtype of DTYPES) {
      const all = parameters(new Random(2), dtype),
        optimizer = create(all),
        data = all.map(({ value }) => value.data);
      all.forEach(({ grad }) => grad.data.fill(0.5));
      const before = reservedBytes();
      for (let step = 0; step < 5; step++) optimizer.step();
      assertEquals(reservedBytes(), before);
      all.forEach(({ value }, i) => assert(value.data === data[i]));
    }
  });

  Deno.test(`${name}: a NaN gradient makes its number NaN, and no other; the step says so, and so do later ones`, () => {
    for (const dtype of DTYPES) {
      const all = parameters(new Random(3), dtype), optimizer = create(all);
      assertEquals(optimizer.step(), true);
      all[1].grad.data[2] = NaN;
      assertEquals(optimizer.step(), false);
      all[1].grad.data[2] = 0;
      assertEquals(optimizer.step(), false);
      for (const [i, { value }] of all.entries()) {
        value.data.forEach((w: number, j: number) => assertEquals(Number.isNaN(w), i === 1 && j === 2));
      }
    }
  });

  Deno.test(`${name}: a parameter is taken once`, () => {
    for (const dtype of DTYPES) {
      const [v, w] = parameters(new Random(6), dtype), message = "are the same numbers, want each once";
      const { message: found } = assertThrows(() => create([v, w, v]), RangeError);
      assertEquals(
        found,
        "Cannot make an optimizer: parameters 0 (p0) and 2 (p0) are the same numbers, want each once",
      );
      // The same tensor under another name, a view of it, and a part of it.
      for (const value of [v.value, v.value.reshape([15]), v.value.head(2)]) {
        const again = { name: "again", value, grad: Tensor.zeros(value.shape, dtype) };
        assertThrows(() => create([again, w, v]), RangeError, message);
        assertThrows(() => create([v, w, again]), RangeError, message);
      }
      create([v, w]);
    }
  });

  Deno.test(`${name}: a gradient of another shape or dtype is refused at the door`, () => {
    const value = Tensor.zeros([2, 3]);
    assertThrows(
      () => create([{ name: "w", value, grad: Tensor.zeros([3, 2]) }]),
      ShapeError,
      "Cannot make an optimizer: the gradient of w is [3, 2], want [2, 3]",
    );
    assertThrows(
      () => create([{ name: "w", value, grad: Tensor.zeros([2, 3], "float64") }]),
      ShapeError,
      "Cannot make an optimizer: the gradient of w is float64, want float32",
    );
  });
}

Deno.test("AdamW: weight decay does not pass through the moments, in Adam it does", () => {
  const value = () => Tensor.from([1], [1], "float64");
  const step = (make: (all: Parameter[]) => Optimizer) => {
    const parameter = { name: "w", value: value(), grad: Tensor.from([0], [1], "float64") };
    make([parameter]).step();
    return parameter.value.data[0];
  };
  assertClose("AdamW", [step((all) => new AdamW(all, { learningRate: 0.1, weightDecay: 0.5 }))], [0.95], {
    relative: 1e-15,
  });
  assertClose("Adam", [step((all) => new Adam(all, { learningRate: 0.1, weightDecay: 0.5 }))], [0.9], {
    relative: 1e-7,
  });
});

Deno.test("optimizers: parameters of both precisions side by side", () => {
  const all = [
    ...parameters(new Random(4), "float32", [[4]]),
    ...parameters(new Random(4), "float64", [[4]]),
  ];
  for (const { grad } of all) grad.data.set([1, -2, 3, -4]);
  new Sgd(all, { learningRate: 0.1 }).step();
  assertClose("values", all[0].value.data, all[1].value.data, { relative: 1e-6 });
});

Deno.test("optimizers: settings out of range are refused", () => {
  const cases: [() => unknown, string][] = [
    [
      () => new Sgd([], { learningRate: -1 }),
      "Cannot make a schedule: learningRate is -1, want a number of at least 0",
    ],
    [
      () => new Sgd([], { learningRate: undefined as unknown as number }),
      "Cannot make a schedule: learningRate is undefined, want a number of at least 0",
    ],
    [() => new Sgd([], { learningRate: NaN }), "Cannot make a schedule: learningRate is NaN"],
    [
      () => new Sgd([], { learningRate: 1, momentum: 1.5 }),
      "Cannot make a Sgd optimizer: momentum is 1.5, want a number from 0 to 1",
    ],
    [
      () => new Sgd([], { learningRate: 1, weightDecay: -0.1 }),
      "Cannot make a Sgd optimizer: weightDecay is -0.1, want a number of at least 0",
    ],
    [() => new Adam([], { learningRate: -1 }), "Cannot make a schedule: learningRate is -1"],
    [
      () => new Adam([], { betas: [1, 0.9] }),
      "Cannot make an Adam optimizer: betas[0] is 1, want a number from 0 to",
    ],
    [
      () => new Adam([], { betas: [0.9, -1] }),
      "Cannot make an Adam optimizer: betas[1] is -1, want a number from 0 to",
    ],
    [
      () => new Adam([], { epsilon: -1 }),
      "Cannot make an Adam optimizer: epsilon is -1, want a number of at least 0",
    ],
    [
      () => new AdamW([], { weightDecay: Infinity }),
      "Cannot make an Adam optimizer: weightDecay is Infinity",
    ],
  ];
  for (const [make, message] of cases) assertThrows(make, RangeError, message);
});

Deno.test("optimizers: one that takes the place of another is fine, two that take turns are refused", () => {
  const make = (name: string) => ({ name, value: Tensor.from([1]), grad: Tensor.from([1]) });
  const shared = make("shared"), own = make("own"), other = make("other");
  const first = new Sgd([own, shared], { learningRate: 0.5 }), second = new Adam([shared, other]);
  first.step();
  first.step();
  assertEquals(shared.value.toArray(), [0]);
  second.step(); // takes its place
  second.step();
  const before = [own, shared].map(({ value }) => value.toArray());
  const message =
    "Cannot take step 3 of Sgd: another optimizer has changed the parameter shared since step 2, want each parameter in one";
  for (let i = 0; i < 2; i++) assertThrows(() => first.step(), RangeError, message);
  assertEquals([own, shared].map(({ value }) => value.toArray()), before);
  assertEquals(first.steps, 2);
  second.step();
  // On purpose.
  first.restore(first.state());
  assertEquals(first.step(), true);
  assertThrows(
    () => second.step(),
    RangeError,
    "Cannot take step 4 of Adam: another optimizer has changed the parameter shared",
  );
});
