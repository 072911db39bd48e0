/** Every kernel of both WebAssembly builds against the plain reference: see `parity.ts` for how. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { assertClose, AWKWARD_NUMBERS, AWKWARD_SIZES } from "../compare.ts";
import { MemoryError } from "../errors.ts";
import { reserveBytes, reserveUint32 } from "../memory.ts";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { builds, type Call, EPS, exactly, guardedTensors, inEachBuild, type Make } from "./parity.ts";
import { plainTensors, uniforms, within } from "./parity.ts";
import { reference } from "./reference.ts";
import type { ActivationFormula, LossFormula } from "./types.ts";

// ---- Products -------------------------------------------------------------------------------------------------------

interface Product {
  m: number;
  n: number;
  k: number;
  transposeA: boolean;
  transposeB: boolean;
  withBias: boolean;
}

function* variants(m: number, n: number, k: number): Generator<Product> {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      for (const withBias of [false, true]) yield { m, n, k, transposeA, transposeB, withBias };
    }
  }
}

function title({ m, n, k, transposeA, transposeB, withBias }: Product): string {
  const a = transposeA ? "Aᵀ" : "A", b = transposeB ? "Bᵀ" : "B";
  return `${a} [${m}, ${k}] · ${b} [${k}, ${n}]${withBias ? " + bias" : ""}`;
}

function product(
  make: Make,
  of: Product,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  bias: ArrayLike<number>,
): Call {
  const { m, n, k, transposeA, transposeB, withBias } = of;
  const left = make(transposeA ? [k, m] : [m, k], a), right = make(transposeB ? [n, k] : [k, n], b);
  const options = { transposeA, transposeB, bias: withBias ? make([n], bias) : undefined };
  const out = make([m, n]);
  return { outputs: [out], run: (kernels) => kernels.multiply(left, right, out, options) };
}

/**
 * A sum of k products and a bias, rounded at each of its steps in any order, is wrong by at most about
 * (k + 1)·EPS·(|bias| + Σ|a||b|); the tolerance is that bound, number by number.
 */
function assertProduct(of: Product, random: Random): void {
  const { m, n, k } = of;
  const a = uniforms(random, m * k), b = uniforms(random, k * n), bias = uniforms(random, n);
  const [absA, absB, absBias] = [a, b, bias].map((numbers) => numbers.map(Math.abs));
  const magnitude = product(plainTensors, of, absA, absB, absBias);
  magnitude.run(reference);
  const bound = magnitude.outputs[0].data.map((sum) => (k + 1) * EPS * sum);
  inEachBuild(title(of), (make) => product(make, of, a, b, bias), (name, found, wanted) => {
    const wrong = wanted.findIndex((value, i) => !(Math.abs(found[i] - value) <= bound[i]));
    assert(wrong < 0, `${name} [${wrong}] is ${found[wrong]}, want ${wanted[wrong]} ± ${bound[wrong]}`);
  });
}

Deno.test("simd: products of all small shapes", () => {
  const random = new Random(1), sizes = AWKWARD_SIZES.filter((size) => size <= 33);
  for (const m of sizes) {
    for (const n of sizes) {
      for (const k of sizes) for (const of of variants(m, n, k)) assertProduct(of, random);
    }
  }
});

Deno.test("simd: products of long shapes, also longer than the blocks of the kernel", () => {
  const random = new Random(2);
  const shapes = [[127, 5, 17], [5, 127, 17], [5, 17, 127], [784, 3, 5], [3, 784, 5], [3, 5, 784]];
  shapes.push([127, 33, 784], [100, 128, 784], [33, 784, 16], [784, 31, 4], [784, 784, 0]);
  // Blocks of the kernel end at 512 columns and at 512 steps of the inner dimension.
  shapes.push([3, 511, 4], [7, 512, 5], [7, 513, 5], [5, 1030, 7], [7, 5, 512], [7, 5, 513], [5, 7, 1025]);
  shapes.push([13, 515, 519], [130, 9, 3]);
  for (const [m, n, k] of shapes) for (const of of variants(m, n, k)) assertProduct(of, random);
});

Deno.test("simd: products of awkward numbers are rounded once", () => {
  // With an inner dimension of 1 each entry is one product: the outer product of all pairs.
  const size = AWKWARD_NUMBERS.length;
  for (const of of variants(size, size, 1)) {
    if (of.withBias) continue;
    inEachBuild(title(of), (make) => product(make, of, AWKWARD_NUMBERS, AWKWARD_NUMBERS, []), exactly);
  }
});

Deno.test("simd: an infinity or NaN reaches its row or column of a product, and no other", () => {
  const random = new Random(3), [m, n, k] = [9, 11, 6];
  for (const special of [NaN, Infinity, -Infinity]) {
    for (const of of variants(m, n, k)) {
      for (const inA of [true, false]) {
        const a = uniforms(random, m * k, 0.5, 1), b = uniforms(random, k * n, 0.5, 1);
        const bias = uniforms(random, n);
        if (inA) a[random.integer(m * k)] = special;
        else b[random.integer(k * n)] = special;
        const name = `${title(of)} with ${special} in ${inA ? "A" : "B"}`;
        inEachBuild(
          name,
          (make) => product(make, of, a, b, bias),
          within({ relative: 10 * EPS, absolute: 10 * EPS }),
        );
      }
    }
  }
});

Deno.test("simd: a product is the same whatever the rows it is computed with", () => {
  // The sum of an entry always runs in the same order: so a smaller batch gives the same bits.
  const random = new Random(4), [m, n, k] = [17, 21, 600];
  const a = Tensor.from(uniforms(random, m * k), [m, k]), b = Tensor.from(uniforms(random, k * n), [k, n]);
  for (const kernels of Object.values(builds)) {
    const all = Tensor.zeros([m, n]);
    kernels.multiply(a, b, all);
    for (const rows of [1, 4, 5, 6, 7, 12, 16]) {
      const some = Tensor.zeros([rows, n]);
      kernels.multiply(a.head(rows), b, some);
      assertEquals(some.data, all.head(rows).data);
    }
  }
});

// ---- Sums and products number by number -------------------------------------------------------------------------------

Deno.test("simd: sums of columns", () => {
  const random = new Random(5), sizes = AWKWARD_SIZES.filter((size) => size < 784);
  for (const [m, n] of [...sizes.flatMap((m) => sizes.map((n) => [m, n])), [784, 3], [3, 784], [784, 784]]) {
    const x = uniforms(random, m * n);
    // m additions, each wrong by at most EPS times a partial sum of at most m numbers below 1.
    inEachBuild(`columns of [${m}, ${n}]`, (make) => {
      const numbers = make([m, n], x), sums = make([n]);
      return { outputs: [sums], run: (kernels) => kernels.columnSums(numbers, sums) };
    }, within({ absolute: m * m * EPS / 2 }));
  }
});

Deno.test("simd: sums of columns of awkward numbers", () => {
  const size = AWKWARD_NUMBERS.length;
  inEachBuild("columns", (make) => {
    const numbers = make([2, size], [...AWKWARD_NUMBERS, ...AWKWARD_NUMBERS.map((value) => -value / 2)]);
    const sums = make([size]);
    return { outputs: [sums], run: (kernels) => kernels.columnSums(numbers, sums) };
  }, exactly);
});

/** All pairs of awkward numbers, and random ones at each awkward size. */
function* pairs(): Generator<[Float32Array, Float32Array]> {
  const random = new Random(6);
  for (const size of AWKWARD_SIZES) yield [uniforms(random, size), uniforms(random, size)];
  const all = AWKWARD_NUMBERS.flatMap((a) => AWKWARD_NUMBERS.map((b) => [a, b]));
  yield [Float32Array.from(all, ([a]) => a), Float32Array.from(all, ([, b]) => b)];
}

Deno.test("simd: products number by number", () => {
  for (const [a, b] of pairs()) {
    inEachBuild(`${a.length} numbers`, (make) => {
      const x = make([a.length], a), y = make([a.length], b), out = make([a.length]);
      return { outputs: [out], run: (kernels) => kernels.multiplyElements(x, y, out) };
    }, exactly);
  }
});

// ---- Optimizers -----------------------------------------------------------------------------------------------------

/** Random triples at each awkward size, and each awkward number in each place beside ordinary numbers. */
function* triples(numbers: readonly number[]): Generator<[Float32Array, Float32Array, Float32Array]> {
  const random = new Random(7);
  for (const size of AWKWARD_SIZES) {
    yield [uniforms(random, size), uniforms(random, size), uniforms(random, size)];
  }
  const rows = numbers.flatMap((value) => [[value, 0.5, -0.25], [0.5, value, -0.25], [0.5, -0.25, value]]);
  yield [0, 1, 2].map((column) => Float32Array.from(rows, (row) => row[column])) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
}

// Beyond 1e20 intermediate results overflow in float32 that do not in float64.
const REPRESENTABLE = AWKWARD_NUMBERS.filter((value) => !(Math.abs(value) > 1e20) || !Number.isFinite(value));

Deno.test("simd: steps of SGD", () => {
  const all = [
    { learningRate: 0.1, momentum: 0, weightDecay: 0 },
    { learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 },
    { learningRate: 1e-3, momentum: 0.5, weightDecay: 0.1 },
  ].flatMap((settings) => [true, false].map((nesterov) => ({ ...settings, nesterov })));
  for (const settings of all) {
    for (const [w, g, v] of triples(REPRESENTABLE)) {
      inEachBuild(`SGD of ${w.length} with ${JSON.stringify(settings)}`, (make) => {
        const value = make([w.length], w), grad = make([w.length], g), velocity = make([w.length], v);
        return { outputs: [value, velocity], run: (kernels) => kernels.sgd(value, grad, velocity, settings) };
        // Five roundings of numbers not above 3; settings are rounded to float32, too.
      }, within({ relative: 8 * EPS, absolute: 16 * EPS }));
    }
  }
});

Deno.test("simd: steps of Adam and AdamW", () => {
  const step = 3, beta1 = 0.9;
  const all = [
    { beta2: 0.999, weightDecay: 0, keep: 1 },
    { beta2: 0.999, weightDecay: 0.1, keep: 1 },
    { beta2: 0.999, weightDecay: 0, keep: 0.99 },
    // In float32 alone 1 - β₂ would be wrong by a fifth here.
    { beta2: 1 - 1e-7, weightDecay: 0, keep: 1 },
  ];
  for (const { beta2, ...rest } of all) {
    const rate = 0.1 / (1 - beta1 ** step), scale = 1 / Math.sqrt(1 - beta2 ** step);
    const settings = { rate, beta1, beta2, epsilon: 1e-8, scale, ...rest };
    // Squares of larger numbers overflow in float32.
    for (
      const [w, g, m] of triples(
        REPRESENTABLE.filter((value) => !(Math.abs(value) > 1e4) || Math.abs(value) > 1e30),
      )
    ) {
      const squares = m.map((value) => value * value);
      inEachBuild(`Adam of ${w.length} with ${JSON.stringify(settings)}`, (make) => {
        const [value, grad, mean, square] = [w, g, m, squares].map((numbers) => make([w.length], numbers));
        return {
          outputs: [value, mean, square],
          run: (kernels) => kernels.adam(value, grad, mean, square, settings),
        };
      }, within({ relative: 16 * EPS, absolute: 16 * EPS }));
    }
  }
});

Deno.test("simd: steps of RMSprop", () => {
  const all = [{}, { momentum: 0.9 }, { weightDecay: 0.1 }, { centered: true, epsilon: 1e-2 }, {
    alpha: 1 - 1e-7,
  }];
  const usual = {
    learningRate: 0.1,
    alpha: 0.9,
    epsilon: 1e-6,
    weightDecay: 0,
    momentum: 0,
    centered: false,
  };
  for (const changed of all) {
    const settings = { ...usual, ...changed };
    // Squares of larger numbers overflow in float32.
    for (const [w, g, u] of triples(REPRESENTABLE.filter((value) => !(Math.abs(value) > 1e4)))) {
      const squares = u.map((value) => value * value + 0.5), means = u.map((value) => value / 8);
      inEachBuild(`RMSprop of ${w.length} with ${JSON.stringify(changed)}`, (make) => {
        const [value, grad, square, velocity, mean] = [w, g, squares, u, means].map((numbers) =>
          make([w.length], numbers)
        );
        return {
          outputs: [value, square, velocity, mean],
          run: (kernels) => kernels.rmsProp(value, grad, square, velocity, mean, settings),
        };
      }, within({ relative: 16 * EPS, absolute: 16 * EPS }));
    }
  }
});

// ---- Images ---------------------------------------------------------------------------------------------------------

Deno.test("simd: gathered images", () => {
  const random = new Random(8), count = 7;
  for (const pixels of AWKWARD_SIZES) {
    // Between guard bytes, at an address that is no multiple of four.
    const bytes = reserveBytes(3 + count * pixels + 3).fill(255);
    const images = bytes.subarray(3, 3 + count * pixels);
    images.forEach((_, i) => images[i] = random.integer(256));
    for (const [i, byte] of [0, 1, 127, 128, 254, 255].entries()) if (i < images.length) images[i] = byte;
    for (const batch of [0, 1, 5, 12]) {
      const order = reserveUint32(batch + 1).map(() => random.integer(count));
      const inMemory = reserveUint32(batch + 1);
      inMemory.set(order);
      for (const [background, divisor] of [[0, 255], [128, 255], [0, 1], [33.5, 0.3]]) {
        const scale = { background, divisor: Math.fround(divisor) };
        inEachBuild(`${batch} images of ${pixels}`, (make) => {
          const out = make([batch, pixels]);
          return { outputs: [out], run: (kernels) => kernels.gather(images, inMemory, scale, out) };
        }, exactly);
      }
    }
  }
});

Deno.test("simd: an array elsewhere than in the memory of the kernels is refused", () => {
  const elsewhere = new Uint8Array(4), order = reserveUint32(1), out = Tensor.zeros([1, 4]);
  const scale = { background: 0, divisor: 1 };
  for (const kernels of Object.values(builds)) {
    const message = "Cannot run a kernel: an array is not in the memory that reserveBytes and tensors use";
    assertThrows(() => kernels.gather(elsewhere, order, scale, out), MemoryError, message);
    const float64 = Tensor.zeros([4], "float64");
    assertThrows(() => kernels.multiplyElements(float64, float64, float64), MemoryError, message);
  }
});

// ---- Losses: their parity with the plain formulas is tested where the formulas are, in @chainrule/losses, for the build
// that runs there. Here: both builds agree, and write nowhere else.

const formulas: LossFormula["simd"][] = [
  { kernel: "softmax_cross_entropy_loss" },
  { kernel: "kl_div_loss" },
  { kernel: "hinge_loss", settings: [1] },
  { kernel: "focal_loss", settings: [0.25, 2] },
  { kernel: "focal_loss", settings: [0.25, 0.5] },
];

Deno.test("simd: the losses of both builds agree", () => {
  const random = new Random(9), row = () => 0;
  for (const simd of formulas) {
    for (const classes of [1, 2, 3, 4, 5, 8, 10, 17]) {
      for (const rows of [1, 2, 5]) {
        const logits = uniforms(random, rows * classes, -9, 9), targets = new Float32Array(rows * classes);
        for (let i = 0; i < rows; i++) targets[i * classes + random.integer(classes)] = 1;
        const results = Object.entries(builds).map(([build, kernels]) => {
          const { make, watch } = guardedTensors();
          const x = make([rows, classes], logits),
            t = make([rows, classes], targets),
            dx = make([rows, classes]);
          const assertNothingElseChanged = watch(),
            name = `${build}: ${simd?.kernel} of ${rows} × ${classes}`;
          const value = kernels.loss({ row, simd }, x, t, dx);
          assertNothingElseChanged(name, [dx]);
          assert(Number.isFinite(value) && dx.data.every(Number.isFinite), name);
          return { value, gradient: dx.data.slice() };
        });
        for (const { value, gradient } of results) {
          assertClose("loss", [value], [results[0].value], { relative: 1e-6, absolute: 1e-6 });
          assertClose("gradient", gradient, results[0].gradient, { relative: 1e-6, absolute: 1e-6 });
        }
      }
    }
  }
});

// ---- Kernels by name ------------------------------------------------------------------------------------------------

Deno.test("simd: a kernel that there is not, or of another kind, is refused", () => {
  const x = Tensor.zeros([2, 4]), plain = { forward: () => 0, derivative: () => 0 };
  // Names that the types do not allow, and members that every object has.
  for (const name of ["tanhh", "", "tanh_backward", "multiply", "hinge_loss", "constructor", "__proto__"]) {
    const formula = { ...plain, simd: name } as unknown as ActivationFormula;
    const message =
      `Cannot run the kernel of the activation ${name}: there is none of this name, want one of elu, gelu, `;
    for (const kernels of Object.values(builds)) {
      assertThrows(() => kernels.activate(formula, x, x), RangeError, message);
      assertThrows(() => kernels.activateBackward(formula, x, x, x, x), RangeError, message);
    }
  }
  for (const kernel of ["hinge", "", "tanh", "multiply", "toString"]) {
    const formula = { row: () => 0, simd: { kernel } } as unknown as LossFormula;
    for (const kernels of Object.values(builds)) {
      const message =
        `Cannot run the kernel of the loss ${kernel}: there is none of this name, want one of focal_loss, `;
      assertThrows(() => kernels.loss(formula, x, x, x), RangeError, message);
    }
  }
});

Deno.test("simd: an activation with too few or too many settings is refused", () => {
  const x = Tensor.zeros([4]), plain = { forward: () => 0, derivative: () => 0 };
  const few = { ...plain, simd: "leaky_relu" } as const,
    many = { ...plain, simd: "tanh", settings: [1] } as const;
  for (const kernels of Object.values(builds)) {
    for (const [formula, found, wanted] of [[few, 0, 1], [many, 1, 0]] as const) {
      const message = `Cannot run the kernel ${formula.simd}: found ${found} settings, want ${wanted}`;
      assertThrows(() => kernels.activate(formula, x, x), RangeError, message);
      assertThrows(() => kernels.activateBackward(formula, x, x, x, x), RangeError, message);
    }
  }
});

Deno.test("simd: a loss with too few or too many settings is refused", () => {
  const x = Tensor.zeros([2, 4]), row = () => 0;
  const refused: [NonNullable<LossFormula["simd"]>, string][] = [
    [{ kernel: "hinge_loss" }, "Cannot run the kernel hinge_loss: found 0 settings, want 1"],
    [{ kernel: "focal_loss", settings: [1] }, "Cannot run the kernel focal_loss: found 1 settings, want 2"],
    [{ kernel: "kl_div_loss", settings: [1] }, "Cannot run the kernel kl_div_loss: found 1 settings, want 0"],
  ];
  for (const [simd, message] of refused) {
    for (const kernels of Object.values(builds)) {
      assertThrows(() => kernels.loss({ row, simd }, x, x, x), RangeError, message);
    }
  }
});
