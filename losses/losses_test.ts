/** All losses in loops: values, gradients, both precisions, invariants and errors. A new loss needs a line in the list. */
import { Random, reservedBytes, ShapeError, Tensor } from "@chainrule/core";
import { assertClose, AWKWARD_NUMBERS, checkLoss } from "@chainrule/core/testing";
import { assert, assertAlmostEquals, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import * as exported from "./mod.ts";
import {
  BinaryCrossEntropyLoss,
  FocalLoss,
  HingeLoss,
  KLDivLoss,
  MeanSquaredErrorLoss,
  RowLoss,
  SoftmaxCrossEntropyLoss,
  type SoftmaxCrossEntropyOptions,
  type TargetKind,
} from "./mod.ts";
import others from "./testdata/golden.json" with { type: "json" };
import golden from "./testdata/pytorch.json" with { type: "json" };

type DType = "float32" | "float64";
const DTYPES = ["float32", "float64"] as const;

interface Case {
  name: string;
  create: (classes: number) => RowLoss;
  /** Whether targets must be one-hot. */
  oneHot?: boolean;
  /** Other targets that it takes: probabilities unless given. */
  targets?: TargetKind;
  /** The value for one-hot targets if all K logits are equal: of losses that don't change with a number added to all logits. */
  equalLogits?: (K: number) => number;
}

const hinge = (margin: number): Case => ({
  name: `hinge with Δ = ${margin}`,
  create: () => new HingeLoss({ margin }),
  oneHot: true,
  equalLogits: (K) => margin * (K - 1),
});

const focal = (alpha: number, gamma: number): Case => ({
  name: `focal with α = ${alpha}, γ = ${gamma}`,
  create: () => new FocalLoss({ alpha, gamma }),
  equalLogits: (K) => alpha * (1 - 1 / K) ** gamma * Math.log(K),
});

const losses: Case[] = [
  { name: "KL divergence", create: () => new KLDivLoss(), equalLogits: Math.log },
  { name: "softmax cross-entropy", create: () => new SoftmaxCrossEntropyLoss(), equalLogits: Math.log },
  hinge(0),
  hinge(1),
  hinge(5),
  focal(0.1, 2),
  focal(0.25, 0.5),
  focal(1, 0),
  focal(0.5, 1),
  focal(0, 3),
  {
    name: "focal with an α for each class",
    create: (classes) =>
      new FocalLoss({ alpha: Array.from({ length: classes }, (_, k) => 1 / (k + 2)), gamma: 1.5 }),
    equalLogits: (K) => 0.5 * (1 - 1 / K) ** 1.5 * Math.log(K), // for class 0
  },
  {
    name: "cross-entropy with smoothed targets and a weight for each class",
    create: (classes) =>
      new SoftmaxCrossEntropyLoss({
        labelSmoothing: 0.2,
        classWeights: Array.from({ length: classes }, (_, k) => 1 / (k + 1)),
      }),
    // For class 0: 0.8 ln K, and 0.2 ln K times the mean weight.
    equalLogits: (K) =>
      Math.log(K) *
      (0.8 + 0.2 * Array.from({ length: K }, (_, k) => 1 / (k + 1)).reduce((a, b) => a + b) / K),
  },
  { name: "mean squared error", create: () => new MeanSquaredErrorLoss(), targets: "any" },
  { name: "binary cross-entropy", create: () => new BinaryCrossEntropyLoss(), targets: "independent" },
];

Deno.test("losses: all that are exported are in the list", () => {
  const listed = new Set(losses.map(({ create }) => create(2).name));
  for (const [name, value] of Object.entries(exported)) {
    if (typeof value === "function" && value.prototype instanceof RowLoss) assert(listed.has(name), name);
  }
  assertEquals(listed.size, 6);
});

// ---- Batches ----------------------------------------------------------------------------------------------------------

function normals(random: Random, shape: number[], dtype: DType = "float64", std = 3): Tensor {
  const tensor = Tensor.zeros(shape, dtype);
  tensor.data.forEach((_, i) => tensor.data[i] = random.normal(0, std));
  return tensor;
}

function oneHot(random: Random, rows: number, classes: number): Tensor {
  const tensor = Tensor.zeros([rows, classes], "float64");
  for (let row = 0; row < rows; row++) tensor.data[row * classes + random.integer(classes)] = 1;
  return tensor;
}

/** Probabilities, some of them 0. */
function soft(random: Random, rows: number, classes: number): Tensor {
  const tensor = Tensor.zeros([rows, classes], "float64");
  for (let row = 0; row < rows; row++) {
    const part = tensor.data.subarray(row * classes, (row + 1) * classes);
    const always = random.integer(classes);
    part.forEach((_, k) => part[k] = k === always || random.uniform() < 0.7 ? random.uniform() : 0);
    const sum = [...part].reduce((sum, t) => sum + t, 0);
    part.forEach((_, k) => part[k] /= sum);
  }
  return tensor;
}

function targetsFor(loss: Case, random: Random, rows: number, classes: number): Tensor {
  return loss.oneHot || random.uniform() < 0.5 ? oneHot(random, rows, classes) : soft(random, rows, classes);
}

/** Value and gradient. */
function evaluate(loss: RowLoss, logits: Tensor, targets: Tensor) {
  const value = loss.forward(logits, targets);
  return { value, gradient: loss.backward() };
}

/** Whether the hinge loss has no kink near these logits. */
function awayFromKinks(margin: number, logits: Tensor, targets: Tensor): boolean {
  const [rows, classes] = logits.shape;
  for (let row = 0; row < rows; row++) {
    const x = logits.data.subarray(row * classes, (row + 1) * classes);
    const target = targets.data.subarray(row * classes, (row + 1) * classes).indexOf(1);
    if (x.some((value: number, k: number) => k !== target && Math.abs(margin - x[target] + value) < 1e-4)) {
      return false;
    }
  }
  return true;
}

const sizes = {
  rows: fc.integer({ min: 1, max: 5 }),
  classes: fc.integer({ min: 1, max: 7 }),
  seed: fc.nat(),
};
const batches = fc.record(sizes);

// ---- Against PyTorch ----------------------------------------------------------------------------------------------------

/**
 * Number by number; besides, gradients have a few units in the last place of the largest, for h - t loses digits where it is
 * nearly 0, here and in PyTorch.
 */
const GOLDEN = {
  float64: { relative: 1e-10, ofLargest: 1e-15 },
  float32: { relative: 1e-4, ofLargest: 5e-7 },
};

const goldenLoss = (entry: (typeof golden.losses)[number], alpha?: number | number[]): RowLoss => {
  switch (entry.loss) {
    case "kl_div":
      return new KLDivLoss();
    case "softmax_cross_entropy":
      return new SoftmaxCrossEntropyLoss();
    case "hinge":
      return new HingeLoss({ margin: entry.margin });
    case "focal":
      return new FocalLoss({ alpha, gamma: entry.gamma });
  }
  throw new Error(`unknown loss ${entry.loss}`);
};

for (const [i, entry] of golden.losses.entries()) {
  const { alpha, logits, targets, value, dlogits } = entry;
  // One α for all classes runs as a SIMD kernel, a list of the same α does not: both must give PyTorch's numbers.
  const alphas = alpha?.every((value) => value === alpha[0]) ? [alpha, alpha[0]] : [alpha];
  for (const alpha of alphas) {
    for (const dtype of DTYPES) {
      const title = Array.isArray(alpha) ? " with a list of α" : "";
      Deno.test(`losses: value and gradient ${i} of PyTorch, ${entry.loss}${title}, in ${dtype}`, () => {
        const loss = goldenLoss(entry, alpha), x = Tensor.from(logits, undefined, dtype);
        const found = evaluate(loss, x, Tensor.from(targets, undefined, dtype));
        assertClose("value", [found.value], [value], GOLDEN[dtype]);
        assertClose("gradient", found.gradient.data, dlogits.flat(), GOLDEN[dtype]);
      });
    }
  }
}

const more = [
  ...others.mean_squared_error.map((entry) => ({ ...entry, create: () => new MeanSquaredErrorLoss() })),
  ...others.binary_cross_entropy.map((entry) => ({ ...entry, create: () => new BinaryCrossEntropyLoss() })),
  ...others.cross_entropy.map((entry) => ({
    ...entry,
    create: () =>
      new SoftmaxCrossEntropyLoss({
        labelSmoothing: entry.labelSmoothing,
        classWeights: entry.classWeights ?? undefined,
        ignoreIndex: entry.ignoreIndex ?? undefined,
      }),
  })),
];
for (const [i, { create, logits, targets, value, dlogits }] of more.entries()) {
  for (const dtype of DTYPES) {
    const loss = create();
    Deno.test(`losses: value and gradient of PyTorch, ${loss.name}, case ${i}, in ${dtype}`, () => {
      const x = Tensor.from(logits, undefined, dtype), t = Tensor.from(targets, undefined, dtype);
      const found = evaluate(loss, x, t);
      assertClose("value", [found.value], [value], GOLDEN[dtype]);
      assertClose("gradient", found.gradient.data, dlogits.flat(), GOLDEN[dtype]);
    });
  }
}

// ---- Gradients, precision and invariants, for each loss -----------------------------------------------------------------

for (const loss of losses) {
  const { name, create, equalLogits } = loss;

  Deno.test(`${name}: gradients equal central differences`, () => {
    fc.assert(fc.property(batches, ({ rows, classes, seed }) => {
      const random = new Random(seed), logits = normals(random, [rows, classes]);
      const targets = targetsFor(loss, random, rows, classes);
      if (loss.oneHot) fc.pre(awayFromKinks(Number(name.match(/\d+/)![0]), logits, targets));
      checkLoss(create(classes), logits, targets);
    }));
  });

  Deno.test(`${name}: float32 equals float64`, () => {
    const random = new Random(1);
    for (const classes of [1, 2, 3, 4, 5, 10, 17]) {
      for (const rows of [1, 2, 5, 100]) {
        for (const std of [0.1, 3, 30]) {
          const targets = targetsFor(loss, random, rows, classes).clone("float32");
          const logits = normals(random, [rows, classes], "float32", std);
          const found = evaluate(create(classes), logits, targets);
          const wanted = evaluate(create(classes), logits.clone("float64"), targets.clone("float64"));
          // Exponentials are wrong by 1.5 ulp and arguments of size d by d/2 ulp; sums of the hinge loss by a few ulp.
          assertClose("value", [found.value], [wanted.value], { relative: 1e-6, absolute: 1e-6 });
          assertClose("gradient", found.gradient.data, wanted.gradient.data, {
            relative: 1e-5,
            absolute: 4e-7 / rows,
          });
        }
      }
    }
  });

  Deno.test(`${name}: float32 equals float64 with an awkward number among the logits`, () => {
    for (const classes of [2, 3, 5, 10]) {
      for (const value of AWKWARD_NUMBERS) {
        for (let at = 0; at < classes; at++) {
          for (const target of [0, classes - 1]) {
            const row = Array.from({ length: classes }, (_, k) => k === at ? value : 0.25 * k);
            const logits = Tensor.from([row]), targets = Tensor.zeros([1, classes]);
            targets.data[target] = 1;
            const found = evaluate(create(classes), logits, targets);
            const wanted = evaluate(create(classes), logits.clone("float64"), targets.clone("float64"));
            const where = `${value} at ${at}, target ${target} of ${classes}`;
            const tolerance = { relative: 1e-5, absolute: 1e-6 };
            assertClose(
              `value with ${where}`,
              [Math.fround(found.value)],
              [Math.fround(wanted.value)],
              tolerance,
            );
            assertClose(`gradient with ${where}`, found.gradient.data, wanted.gradient.data, tolerance);
          }
        }
      }
    }
  });

  Deno.test(`${name}: a NaN anywhere makes the loss NaN`, () => {
    // With a single class the hinge loss is 0 without looking at the logit.
    for (const classes of loss.oneHot ? [2, 5, 10] : [1, 2, 5, 10]) {
      for (const dtype of DTYPES) {
        for (let at = 0; at < 3 * classes; at++) {
          const random = new Random(at), logits = normals(random, [3, classes], dtype);
          logits.data[at] = NaN;
          assertEquals(create(classes).forward(logits, oneHot(random, 3, classes).clone(dtype)), NaN);
        }
      }
    }
  });

  Deno.test(`${name}: finite, and in both precisions the same, for logits of ±1e4`, () => {
    const random = new Random(2);
    for (let round = 0; round < 50; round++) {
      const logits = Tensor.zeros([4, 10], "float64");
      logits.data.forEach((_, i) => logits.data[i] = [-1e4, 0, 1, 1e4][random.integer(4)]);
      const targets = targetsFor(loss, random, 4, 10).clone("float32");
      const [double, single] = ["float64", "float32"].map((dtype) =>
        evaluate(create(10), logits.clone(dtype as DType), targets.clone(dtype as DType))
      );
      for (const { value, gradient } of [double, single]) {
        assert(Number.isFinite(value) && gradient.data.every(Number.isFinite));
      }
      assertClose("value", [single.value], [double.value], { relative: 1e-6, absolute: 1e-6 });
      assertClose("gradient", single.gradient.data, double.gradient.data, { relative: 1e-6, absolute: 1e-6 });
    }
  });

  if (equalLogits) testInvariants(loss, equalLogits);

  Deno.test(`${name}: a batch twice over has the same loss, and half the gradient in each row`, () => {
    fc.assert(fc.property(batches, fc.constantFrom(...DTYPES), ({ rows, classes, seed }, dtype) => {
      const random = new Random(seed), x = normals(random, [rows, classes], dtype);
      const t = targetsFor(loss, random, rows, classes).clone(dtype);
      const twice = (tensor: Tensor) =>
        Tensor.from([...tensor.data, ...tensor.data], [2 * rows, classes], dtype);
      const once = evaluate(create(classes), x, t), both = evaluate(create(classes), twice(x), twice(t));
      const tolerance = dtype === "float64" ? 1e-13 : 1e-6;
      assertClose("value", [both.value], [once.value], { relative: tolerance });
      const halves = [...once.gradient.data, ...once.gradient.data].map((d) => d / 2);
      assertClose("gradient", both.gradient.data, halves, { relative: tolerance, absolute: tolerance });
    }));
  });

  Deno.test(`${name}: a smaller last batch gets its own results, in the same memory`, () => {
    for (const dtype of DTYPES) {
      const random = new Random(3),
        [large, small] = [7, 3].map((rows) => ({
          x: normals(random, [rows, 5], dtype),
          t: oneHot(random, rows, 5).clone(dtype),
        }));
      const layer = create(5), first = evaluate(layer, large.x, large.t), wanted = first.gradient.toArray();
      const rest = evaluate(layer, small.x, small.t), fresh = evaluate(create(5), small.x, small.t);
      assertEquals([rest.value, rest.gradient.toArray()], [fresh.value, fresh.gradient.toArray()]);
      assertEquals(rest.gradient.data.byteOffset, first.gradient.data.byteOffset);
      const before = reservedBytes();
      const again = evaluate(layer, large.x, large.t);
      assertStrictEquals(again.gradient, first.gradient);
      assertEquals([again.value, again.gradient.toArray()], [first.value, wanted]);
      assertStrictEquals(evaluate(layer, small.x, small.t).gradient, rest.gradient);
      assertEquals(reservedBytes(), before);
    }
  });

  Deno.test(`${name}: logits and targets are not changed`, () => {
    for (const dtype of DTYPES) {
      const random = new Random(4), x = normals(random, [3, 5], dtype), t = oneHot(random, 3, 5).clone(dtype);
      const before = [x.toArray(), t.toArray()];
      evaluate(create(5), x, t);
      assertEquals([x.toArray(), t.toArray()], before);
    }
  });

  Deno.test(`${name}: errors say what was found and what was wanted`, () => {
    const layer = create(3), action = `Cannot compute ${layer.name}`;
    assertThrows(
      () => layer.backward(),
      ShapeError,
      `Cannot run ${layer.name} backward: forward has not run yet`,
    );
    const logits = Tensor.zeros([2, 3]), right = Tensor.from([[1, 0, 0], [0, 0, 1]]);
    const cases: [Tensor, Tensor, string][] = [
      [Tensor.zeros([3]), Tensor.zeros([3]), `${action}: logits is [3], want [batch, classes]`],
      [Tensor.zeros([0, 3]), Tensor.zeros([0, 3]), `${action}: logits is [0, 3], want [batch, classes]`],
      [Tensor.zeros([2, 0]), Tensor.zeros([2, 0]), `${action}: logits is [2, 0], want [batch, classes]`],
      [
        Tensor.zeros([1, 2, 3]),
        Tensor.zeros([1, 2, 3]),
        `${action}: logits is [1, 2, 3], want [batch, classes]`,
      ],
      [logits, Tensor.zeros([3, 2]), `${action}: targets is [3, 2], want [2, 3]`],
      [logits, Tensor.zeros([2]), `${action}: targets is [2], want [2, 3]`],
      [logits, right.clone("float64"), `${action}: targets is float64, want float32`],
    ];
    for (const [x, t, message] of cases) assertThrows(() => layer.forward(x, t), ShapeError, message);
    const wrongRows: Record<TargetKind, [number[], string][]> = {
      "any": [],
      "independent": [
        [[1.5, 0, 0], "of targets has 1.5, want numbers from 0 to 1"],
        [[0, 1, -0.5], "of targets has -0.5, want numbers from 0 to 1"],
        [[NaN, 1, 1], "of targets has NaN, want numbers from 0 to 1"],
      ],
      "one-hot": [
        [[0, 0, 0], "is not one-hot"],
        [[1, 1, 0], "is not one-hot"],
        [[0.5, 0.5, 0], "is not one-hot"],
        [[1, NaN, 0], "is not one-hot"],
        [[2, 0, 0], "is not one-hot"],
      ],
      "probabilities": [
        [[0, 0, 0], "of targets sums to 0, want 1"],
        [[0.5, 0.25, 0], "of targets sums to 0.75, want 1"],
        [[1, 1, 0], "of targets sums to 2, want 1"],
        [[NaN, 0, 1], "of targets sums to NaN, want 1"],
        [[1.5, -0.5, 0], "of targets has -0.5, want probabilities"],
      ],
    };
    for (const [row, message] of wrongRows[layer.targets]) {
      const targets = Tensor.from([[1, 0, 0], row]);
      const { message: found } = assertThrows(() => layer.forward(logits, targets), ShapeError);
      assert(found.startsWith(`${action}: row 1 `) && found.endsWith(message), found);
    }
  });
}

const row = (...numbers: number[]) => Tensor.from([numbers], undefined, "float64");
const row32 = (...numbers: number[]) => row(...numbers).clone("float32");

Deno.test("losses: each says which targets it takes, and a loss with a formula of its own takes any", () => {
  for (const { create, oneHot, targets } of losses) {
    assertEquals(create(2).targets, oneHot ? "one-hot" : targets ?? "probabilities");
  }
  const squares = {
    row(x: Tensor["data"], t: Tensor["data"], dx: Tensor["data"]) {
      dx[0] = 2 * (x[0] - t[0]);
      return (x[0] - t[0]) ** 2;
    },
  };
  const any = new RowLoss("SquaredError", squares),
    strict = new RowLoss("Strict", squares, { targets: "one-hot" });
  assertEquals(evaluate(any, row(1), row(3)).value, 4);
  assertEquals(any.backward().toArray(), [[-4]]);
  assertEquals(any.forward(row(1), row(-2)), 9);
  assertThrows(() => strict.forward(row(1), row(3)), ShapeError, "row 0 of targets is not one-hot");
});

Deno.test("losses: digits that the maximum would swallow are kept", () => {
  for (const [make, tolerance] of [[row, 1e-15], [row32, 1e-6]] as const) {
    const value = (loss: RowLoss, logits: number[]) =>
      loss.forward(make(...logits), make(...logits.map((_, k) => k === 0 ? 1 : 0)));
    for (
      const loss of [new SoftmaxCrossEntropyLoss(), new KLDivLoss(), new FocalLoss({ alpha: 1, gamma: 0 })]
    ) {
      assertAlmostEquals(value(loss, [1e17, 1e17]), Math.LN2, tolerance);
      assertAlmostEquals(value(loss, [-1e17, -1e17]), Math.LN2, tolerance);
      if (make === row32) continue; // 1e15 and 1e15 - 2 are the same there
      assertAlmostEquals(value(loss, [1e15, 1e15 - 2]), Math.log1p(Math.exp(-2)), tolerance);
      assertAlmostEquals(value(loss, [1e15 - 2, 1e15]), 2 + Math.log1p(Math.exp(-2)), tolerance);
    }
    const wanted = 0.25 * Math.log1p(2 * Math.exp(-30)); // 4.679e-14
    const focal = value(new FocalLoss({ alpha: 0.25, gamma: 0 }), [30, 0, 0]);
    assertClose("focal", [focal], [wanted], { relative: make === row ? 1e-14 : 1e-6 });
  }
});

Deno.test("focal loss: where the softmax of the target is 0 the gradient is its limit", () => {
  const [e0, e1] = [1 / (1 + Math.E), Math.E / (1 + Math.E)];
  for (const [make, tolerance] of [[row, 1e-15], [row32, 1e-7]] as const) {
    for (const alpha of [0.1, [0.1, 0.1, 0.1]]) {
      for (const gamma of [0, 0.5, 1, 2]) {
        for (const lowest of [-Infinity, -1e4]) {
          const loss = new FocalLoss({ alpha, gamma }), x = make(lowest, 0, 1);
          const { value, gradient } = evaluate(loss, x, make(1, 0, 0));
          const wanted = 0.1 * (1 + Math.log1p(1 / Math.E) - lowest);
          assertClose("value", [value], [wanted], { relative: 10 * tolerance });
          // [-0.1, 0.0269, 0.0731]
          assertClose("gradient", gradient.data, [-0.1, 0.1 * e0, 0.1 * e1], { absolute: tolerance });
        }
      }
    }
  }
});

Deno.test("losses: rows of targets may miss 1 by less than 0.001, for sums of rounded probabilities", () => {
  const logits = Tensor.from([[1, 2, 3]], undefined, "float64");
  const withSum = (sum: number) => Tensor.from([[0.5, 0.25, sum - 0.75]], undefined, "float64");
  for (const { name, create } of losses) {
    if (create(3).targets !== "probabilities") continue;
    for (const sum of [1 - 0.00099, 1 + 0.00099]) create(3).forward(logits, withSum(sum));
    for (const sum of [1 - 0.00101, 1 + 0.00101]) {
      assertThrows(() => create(3).forward(logits, withSum(sum)), ShapeError, "of targets sums to ", name);
    }
  }
});

/** Of losses of the softmax or of differences of logits. */
function testInvariants(loss: Case, equalLogits: (K: number) => number): void {
  const { name, create } = loss;

  Deno.test(`${name}: a number added to all logits changes nothing`, () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: -1000, max: 1000 }), ({ rows, classes, seed }, shift) => {
        const random = new Random(seed), logits = normals(random, [rows, classes]);
        const targets = targetsFor(loss, random, rows, classes);
        const before = evaluate(create(classes), logits, targets);
        logits.data.forEach((_, i) => logits.data[i] += shift);
        const after = evaluate(create(classes), logits, targets);
        assertClose("value", [after.value], [before.value], { relative: 1e-10, absolute: 1e-10 });
        assertClose("gradient", after.gradient.data, before.gradient.data, { absolute: 1e-10 });
      }),
    );
  });

  Deno.test(`${name}: the gradient of a row sums to 0`, () => {
    fc.assert(fc.property(batches, fc.constantFrom(...DTYPES), ({ rows, classes, seed }, dtype) => {
      const random = new Random(seed), logits = normals(random, [rows, classes], dtype);
      const { gradient } = evaluate(
        create(classes),
        logits,
        targetsFor(loss, random, rows, classes).clone(dtype),
      );
      for (let row = 0; row < rows; row++) {
        const sum = [...gradient.data.subarray(row * classes, (row + 1) * classes)].reduce(
          (sum, d) => sum + d,
          0,
        );
        assertAlmostEquals(sum, 0, dtype === "float64" ? 1e-14 * classes : 2e-7 * classes);
      }
    }));
  });

  Deno.test(`${name}: equal logits give the value that can be worked out by hand`, () => {
    for (const K of [1, 2, 3, 10, 17]) {
      for (const level of [0, -3, 1e4]) {
        for (const dtype of DTYPES) {
          const targets = Tensor.zeros([2, K], dtype);
          targets.data[0] = targets.data[K] = 1;
          const logits = Tensor.from(new Array(2 * K).fill(level), [2, K], dtype);
          // Among logits of 1e4 the logarithm of the sum has 12 digits left.
          const tolerance = { relative: dtype === "float64" ? 1e-9 : 1e-6, absolute: 1e-11 };
          assertClose("value", [create(K).forward(logits, targets)], [equalLogits(K)], tolerance);
        }
      }
    }
  });
}

// ---- What relates the losses to each other ------------------------------------------------------------------------------

Deno.test("KL divergence: the cross-entropy less the entropy of the targets, with the same gradient; never negative", () => {
  fc.assert(fc.property(batches, fc.constantFrom(...DTYPES), ({ rows, classes, seed }, dtype) => {
    const random = new Random(seed), logits = normals(random, [rows, classes], dtype);
    const targets = soft(random, rows, classes).clone(dtype);
    const divergence = evaluate(new KLDivLoss(), logits, targets);
    const crossEntropy = evaluate(new SoftmaxCrossEntropyLoss(), logits, targets);
    const entropy = [...targets.data].reduce((sum, t) => sum - (t > 0 ? t * Math.log(t) : 0), 0) / rows;
    const tolerance = dtype === "float64" ? 1e-12 : 1e-6;
    assertAlmostEquals(divergence.value, crossEntropy.value - entropy, tolerance);
    assertEquals(divergence.gradient.data, crossEntropy.gradient.data);
    assert(divergence.value > -tolerance);
  }));
});

Deno.test("KL divergence: 0 where the softmax is the target", () => {
  fc.assert(fc.property(batches, ({ rows, classes, seed }) => {
    const random = new Random(seed),
      logits = normals(random, [rows, classes], "float64", 1),
      targets = logits.clone();
    for (let start = 0; start < targets.size; start += classes) {
      const row = targets.data.subarray(start, start + classes).map(Math.exp);
      const sum = [...row].reduce((sum, e) => sum + e, 0);
      targets.data.set(row.map((e: number) => e / sum), start);
    }
    const { value, gradient } = evaluate(new KLDivLoss(), logits, targets);
    assertAlmostEquals(value, 0, 1e-14);
    assertClose("gradient", gradient.data, new Float64Array(targets.size), { absolute: 1e-15 });
  }));
});

Deno.test("focal loss: with γ = 0 and α = 1 the cross-entropy of one-hot targets", () => {
  fc.assert(fc.property(batches, fc.constantFrom(...DTYPES), ({ rows, classes, seed }, dtype) => {
    const random = new Random(seed), logits = normals(random, [rows, classes], dtype);
    const targets = oneHot(random, rows, classes).clone(dtype);
    const found = evaluate(new FocalLoss({ alpha: 1, gamma: 0 }), logits, targets);
    const wanted = evaluate(new SoftmaxCrossEntropyLoss(), logits, targets);
    const tolerance = dtype === "float64" ? 1e-13 : 1e-6;
    assertClose("value", [found.value], [wanted.value], { relative: tolerance, absolute: tolerance });
    assertClose("gradient", found.gradient.data, wanted.gradient.data, { absolute: tolerance });
  }));
});

Deno.test("focal loss: a larger γ never makes the loss of a batch larger", () => {
  fc.assert(fc.property(batches, ({ rows, classes, seed }) => {
    const random = new Random(seed),
      logits = normals(random, [rows, classes]),
      targets = soft(random, rows, classes);
    const values = [0, 0.5, 1, 2, 5].map((gamma) => new FocalLoss({ gamma }).forward(logits, targets));
    for (let i = 1; i < values.length; i++) assert(values[i] <= values[i - 1] + 1e-15);
  }));
});

Deno.test("focal loss: the gradient goes to 0 where the target is certain, for γ below 1, too", () => {
  for (const gamma of [0.25, 0.5, 1, 2]) {
    for (const dtype of DTYPES) {
      for (const margin of [10, 20, 50, 1000]) {
        const logits = Tensor.from([[margin, 0, 0]], undefined, dtype),
          targets = Tensor.from([[1, 0, 0]], undefined, dtype);
        const { value, gradient } = evaluate(new FocalLoss({ alpha: 1, gamma }), logits, targets);
        // (1 - h)^γ with 1 - h = 2 e^-margin, times at most 1 + γ.
        const bound = (1 + gamma) * (2 * Math.exp(-margin)) ** gamma;
        assert(value >= 0 && value <= bound, `${value}`);
        gradient.data.forEach((d: number) =>
          assert(Math.abs(d) <= bound * 1.001 + 1e-45, `${d}, γ = ${gamma}`)
        );
      }
    }
  }
});

Deno.test("hinge loss: at the kink the gradient is 0, beyond it 1 for each violation", () => {
  for (const dtype of DTYPES) {
    const loss = new HingeLoss({ margin: 5 }), targets = Tensor.from([[0, 1, 0, 0]], undefined, dtype);
    const at = (...row: number[]) => {
      const { value, gradient } = evaluate(loss, Tensor.from([row], undefined, dtype), targets);
      return [value, ...gradient.data.map((d: number) => d + 0)];
    };
    assertEquals(at(0, 5, 0, 0), [0, 0, 0, 0, 0]);
    assertEquals(at(0.5, 5, 0, 0), [0.5, 1, -1, 0, 0]);
    assertEquals(at(1, 5, 2, -1), [3, 1, -2, 1, 0]);
    assertEquals(at(7, 5, 7, 7), [21, 1, -3, 1, 1]);
    assertEquals(
      evaluate(new HingeLoss({ margin: 0 }), Tensor.from([[1, 1, 1, 1]], undefined, dtype), targets).value,
      0,
    );
  }
});

Deno.test("hinge loss: infinite logits have the loss of their limit", () => {
  for (const dtype of DTYPES) {
    const value = (row: number[]) =>
      new HingeLoss().forward(
        Tensor.from([row], undefined, dtype),
        Tensor.from([[0, 1, 0]], undefined, dtype),
      );
    assertEquals(value([1, Infinity, 2]), 0);
    assertEquals(value([1, -Infinity, 2]), Infinity);
    assertEquals(value([Infinity, 1, 2]), Infinity);
    assertEquals(value([-Infinity, 7, 1]), 0);
    assertEquals(value([Infinity, Infinity, 2]), NaN);
  }
});

Deno.test("cross-entropy: rows of an ignored class count as little as if they were not there", () => {
  const random = new Random(5), x = normals(random, [6, 4]), t = oneHot(random, 6, 4);
  const create = () => new SoftmaxCrossEntropyLoss({ ignoreIndex: 2, labelSmoothing: 0.1 });
  const kept = [0, 1, 2, 3, 4, 5].filter((row) => t.data[4 * row + 2] !== 1);
  assert(kept.length > 0 && kept.length < 6);
  const part = (tensor: Tensor) =>
    Tensor.from(
      kept.flatMap((row) => [...tensor.data.subarray(4 * row, 4 * row + 4)]),
      [kept.length, 4],
      "float64",
    );
  const all = evaluate(create(), x, t), rest = evaluate(create(), part(x), part(t));
  assertAlmostEquals(all.value, rest.value, 1e-14);
  assertClose("gradient", part(all.gradient).data, rest.gradient.data, { absolute: 1e-15 });
  x.data.forEach((_, i) => x.data[i] = t.data[4 * Math.floor(i / 4) + 2] === 1 ? NaN : x.data[i]);
  assertEquals(evaluate(create(), x, t).value, all.value);

  const ignored = Tensor.from([[0, 0, 1, 0]], undefined, "float64");
  const nothing = evaluate(create(), part(x).head(1), ignored);
  assertEquals([nothing.value, nothing.gradient.toArray()], [0, [[0, 0, 0, 0]]]);
});

Deno.test("losses: settings out of range are refused", () => {
  const cases: [() => unknown, string][] = [
    [
      () => new HingeLoss({ margin: -1 }),
      "Cannot make a HingeLoss: margin is -1, want a number of at least 0",
    ],
    [
      () => new HingeLoss({ margin: NaN }),
      "Cannot make a HingeLoss: margin is NaN, want a number of at least 0",
    ],
    [() => new FocalLoss({ alpha: 1.5 }), "Cannot make a FocalLoss: alpha is 1.5, want a number from 0 to 1"],
    [
      () => new FocalLoss({ alpha: [0.5, -1] }),
      "Cannot make a FocalLoss: alpha is -1, want a number from 0 to 1",
    ],
    [() => new FocalLoss({ gamma: -1 }), "Cannot make a FocalLoss: gamma is -1, want a number of at least 0"],
  ];
  for (const [make, message] of cases) assertThrows(make, RangeError, message);
  const settings: [SoftmaxCrossEntropyOptions, string][] = [
    [{ labelSmoothing: 1.5 }, "labelSmoothing is 1.5, want a number from 0 to 1"],
    [{ labelSmoothing: NaN }, "labelSmoothing is NaN, want a number from 0 to 1"],
    [{ classWeights: [1, -1] }, "classWeights is -1, want a number of at least 0"],
    [{ ignoreIndex: -100 }, "ignoreIndex is -100, want a number of at least 0"],
  ];
  for (const [options, message] of settings) {
    assertThrows(() => new SoftmaxCrossEntropyLoss(options), RangeError, message);
  }
  const wanted: [SoftmaxCrossEntropyOptions, string][] = [
    [{ classWeights: [1, 1] }, "classWeights has 2 entries, want one for each of 3 classes"],
    [{ ignoreIndex: 3 }, "ignoreIndex is 3, want one of 3 classes"],
    [{ ignoreIndex: 0.5 }, "ignoreIndex is 0.5, want one of 3 classes"],
  ];
  for (const [options, message] of wanted) {
    const loss = new SoftmaxCrossEntropyLoss(options);
    assertThrows(() => loss.forward(Tensor.zeros([1, 3]), Tensor.from([[1, 0, 0]])), ShapeError, message);
    assertThrows(() => loss.backward(), ShapeError, "forward has not run yet");
  }
  assertThrows(
    () => new FocalLoss({ alpha: [0.5, 0.5] }).forward(Tensor.zeros([1, 3]), Tensor.from([[1, 0, 0]])),
    ShapeError,
    "Cannot compute FocalLoss: alpha has 2 entries, want one for each of 3 classes",
  );
});

Deno.test("losses: the defaults are those of the design", () => {
  const logits = Tensor.from([[1, 2, 0.5]], undefined, "float64"),
    targets = Tensor.from([[0, 0, 1]], undefined, "float64");
  const value = (loss: RowLoss) => loss.forward(logits, targets);
  assertEquals(value(new HingeLoss()), value(new HingeLoss({ margin: 5 })));
  assertEquals(value(new FocalLoss()), value(new FocalLoss({ alpha: 0.1, gamma: 2 })));
});

Deno.test("RowLoss: a kind of targets that is none is refused, not taken for any", () => {
  assertThrows(
    () => new RowLoss("Mine", { row: () => 0 }, { targets: "onehot" as "one-hot" }),
    RangeError,
    "Cannot make Mine: targets is onehot, want one of any, independent, probabilities, one-hot",
  );
});
