/** The native kernels must give the same bytes as the relaxed WebAssembly build, on a processor that fuses multiply-adds there. */
import { assert, assertEquals } from "@std/assert";
import { AWKWARD_NUMBERS, AWKWARD_SIZES } from "../../compare.ts";
import { reserveBytes, reserveUint32 } from "../../memory.ts";
import { Random } from "../../random.ts";
import type { Tensor } from "../../tensor.ts";
import { ACTIVATIONS, LOSS_SETTINGS, LOSSES } from "../exports.ts";
import { named } from "../everything.ts";
import { ImageTensor } from "../image_tensor.ts";
import { builds, guardedTensors, type Make, modules, native, uniforms } from "../parity.ts";
import type { Kernels, LossFormula } from "../types.ts";

const ignore = native === undefined || builds.relaxed === undefined;

/** The bits of numbers; those of a NaN are not the same everywhere. */
function bitsOf({ data }: Tensor): Uint32Array {
  const bits = new Uint32Array(Float32Array.from(data).buffer);
  for (let i = 0; i < bits.length; i++) if (Number.isNaN(data[i])) bits[i] = 0x7fc00000;
  return bits;
}

/** Makes the same call of both and compares all outputs, and what the call returns. */
function assertSame(
  name: string,
  call: (make: Make) => { outputs: Tensor[]; run(kernels: Kernels): unknown },
): void {
  const [wanted, found] = ["relaxed", "native"].map((build) => {
    const { make, guard } = guardedTensors(), { outputs, run } = call(make);
    const result = build === "native" ? guard(() => run(builds[build])) : run(builds[build]);
    return { result, bits: outputs.map(bitsOf) };
  });
  assertEquals(found.result, wanted.result, name);
  found.bits.forEach((bits, output) => {
    const wrong = bits.findIndex((word, i) => word !== wanted.bits[output][i]);
    assert(
      wrong < 0,
      `${name}: output ${output} [${wrong}] is ${hex(bits[wrong])}, want ${hex(wanted.bits[output][wrong])}`,
    );
  });
}

const hex = (word: number) => `0x${word?.toString(16)}`;

Deno.test({
  name: "native: products are the same bytes, with awkward sizes and numbers",
  ignore,
  fn() {
    const random = new Random(1), sizes = [1, 2, 5, 8, 13, 33, 70];
    for (const m of sizes) {
      for (const n of sizes) {
        for (const k of [0, 1, 7, 64, 513]) {
          for (
            const [transposeA, transposeB, withBias] of [[false, false, true], [true, false, false], [
              false,
              true,
              true,
            ], [true, true, false]]
          ) {
            const a = uniforms(random, m * k), b = uniforms(random, k * n), bias = uniforms(random, n);
            if (k > 1 && n === 13) a[3 % a.length] = Infinity, b[5 % b.length] = 1e-42, b[0] = -0;
            assertSame(`[${m}, ${k}] · [${k}, ${n}]`, (make) => {
              const left = make(transposeA ? [k, m] : [m, k], a),
                right = make(transposeB ? [n, k] : [k, n], b),
                out = make([m, n]);
              const options = { transposeA, transposeB, bias: withBias ? make([n], bias) : undefined };
              return { outputs: [out], run: (kernels) => kernels.multiply(left, right, out, options) };
            });
          }
        }
      }
    }
  },
});

Deno.test({
  name: "native: activations are the same bytes, over the whole range of float32",
  ignore,
  fn() {
    const patterns: number[] = [0x7fc00000];
    for (let pattern = 0; pattern <= 0x7f800000; pattern += 40_009) {
      patterns.push(pattern, pattern + 0x80000000);
    }
    // Around those where something changes: see `range_test.ts`.
    const specials = [
      2 ** -126,
      2 ** -60,
      9.313226e-10,
      3,
      12.9,
      18,
      87.33654,
      88.72284,
      89,
      104,
      Math.LN2 / 2,
      Math.LN2,
    ];
    for (const around of new Uint32Array(Float32Array.from(specials).buffer)) {
      for (let pattern = around - 3; pattern <= around + 3; pattern++) {
        patterns.push(pattern, pattern + 0x80000000);
      }
    }
    const whole = [...AWKWARD_NUMBERS, ...new Float32Array(Uint32Array.from(patterns).buffer)],
      random = new Random(2);
    for (const name of ACTIVATIONS) {
      for (const numbers of [whole, ...AWKWARD_SIZES.map((size) => uniforms(random, size, -9, 9))]) {
        const { length } = numbers,
          slopes = uniforms(random, length),
          formula = named(name);
        assertSame(`${name} of ${length}`, (make) => {
          const x = make([length], numbers),
            dy = make([length], slopes),
            y = make([length]),
            dx = make([length]);
          return {
            outputs: [y, dx],
            run(kernels) {
              kernels.activate(formula, x, y);
              kernels.activateBackward(formula, x, y, dy, dx);
            },
          };
        });
      }
    }
    const count = whole.length,
      { make } = guardedTensors(),
      x = make([count], whole),
      found = make([count]),
      wanted = make([count]);
    native!.exponentials(count, x.data.byteOffset, found.data.byteOffset);
    modules.relaxed.exponentials(count, x.data.byteOffset, wanted.data.byteOffset);
    assertEquals(bitsOf(found), bitsOf(wanted));
  },
});

/** A logit beside which the logarithm of a sum of eˣ would be rounded away, and whole numbers still differ. */
const SWALLOWING = 2 ** 24;

/** Targets of a row: one-hot, or probabilities. */
function targetsOf(random: Random, rows: number, classes: number, oneHot: boolean): Float32Array {
  const targets = oneHot
    ? new Float32Array(rows * classes)
    : uniforms(random, rows * classes, 0, 2 / classes);
  for (let row = 0; oneHot && row < rows; row++) targets[row * classes + random.integer(classes)] = 1;
  return targets;
}

Deno.test({
  name: "native: losses are the same bytes, with large logits, soft targets and any settings",
  ignore,
  fn() {
    const random = new Random(3),
      settings = [[], [1.25], [0.1, 2], [0.25, 0.5], [1, 3], [0.6, 1.7], [0.3, 0], [0.5, 1], [0.9, 12.5]];
    for (const kernel of LOSSES) {
      for (const values of settings.filter((list) => list.length === LOSS_SETTINGS[kernel])) {
        const formula: LossFormula = { row: () => NaN, simd: { kernel, settings: values } };
        for (const [rows, classes] of [[1, 1], [3, 2], [100, 10], [257, 10], [40, 17], [5, 33]]) {
          for (const size of [1e-6, 1, 8, 60, 3000, SWALLOWING]) {
            for (const oneHot of [true, false]) {
              const logits = uniforms(random, rows * classes, -size, size),
                targets = targetsOf(random, rows, classes, oneHot);
              // Where the largest is 0 and the others are far below, every bit of the sum of eˣ shows in its logarithm.
              if (size === 60) {
                for (let i = 0; i < logits.length; i++) logits[i] = i % classes ? -Math.abs(logits[i]) : 0;
              }
              if (size === 3000 && rows === 5) {
                logits[0] = Infinity, logits[classes] = NaN, logits[3 * classes] = -Infinity;
              }
              // Far below the largest, but not so far that their part of the sum would be 0.
              if (size === SWALLOWING) {
                for (let i = 0; i < logits.length; i++) {
                  logits[i] = size - (i % classes ? 10 + random.integer(90) : random.integer(2));
                }
              }
              assertSame(`${kernel} of [${rows}, ${classes}] within ${size}, ${values}`, (make) => {
                const x = make([rows, classes], logits),
                  t = make([rows, classes], targets),
                  dx = make([rows, classes]);
                return { outputs: [dx], run: (kernels) => kernels.loss(formula, x, t, dx) };
              });
            }
          }
        }
      }
    }
  },
});

Deno.test({
  name: "native: optimizers are the same bytes",
  ignore,
  fn() {
    const random = new Random(4);
    for (const size of [...AWKWARD_SIZES, 4099, 9001]) {
      for (const nesterov of [false, true]) {
        for (const wrong of [false, true]) {
          const draw = () => uniforms(random, size),
            [w, g, m] = [draw(), draw(), draw()],
            v = draw().map(Math.abs);
          // Gradients whose squares are nearly subnormal.
          for (let i = 0; i < size; i += 3) g[i] *= 3.43e-18;
          if (wrong && size > 0) g[size - 1] = Infinity;
          assertSame(`steps of ${size} parameters`, (make) => {
            const value = make([size], w),
              grad = make([size], g),
              mean = make([size], m),
              square = make([size], v),
              other = make([size], w),
              third = make([size], w),
              velocity = make([size], m),
              center = make([size], g);
            const sgd = { learningRate: 0.1, momentum: 0.9, weightDecay: 1e-3, nesterov };
            const adam = {
              rate: 0.01,
              beta1: 0.9,
              beta2: 0.999,
              epsilon: nesterov ? 1e-8 : 0,
              weightDecay: 1e-2,
              keep: 0.99,
              scale: 1.5,
            };
            const rmsProp = {
              learningRate: 0.01,
              alpha: 0.99,
              epsilon: 1e-8,
              weightDecay: 1e-2,
              momentum: 0.9,
              centered: nesterov,
            };
            return {
              outputs: [value, mean, square, other, third, velocity, center],
              run: (kernels) => {
                const finite = [
                  kernels.sgd(value, grad, mean, sgd),
                  kernels.adam(other, grad, mean, square, adam),
                  kernels.rmsProp(third, grad, square, velocity, center, rmsProp),
                ];
                kernels.lerp(other, third, 0.001);
                return finite;
              },
            };
          });
        }
      }
    }
  },
});

Deno.test({
  name: "native: a first layer is the same bytes, and so is what is made number by number",
  ignore,
  fn() {
    const random = new Random(5);
    for (
      const [rows, pixels, n] of [[1, 1, 1], [3, 17, 5], [100, 784, 128], [64, 399, 100], [130, 784, 10], [
        9,
        100,
        47,
      ]]
    ) {
      const images = reserveBytes(150 * pixels), order = reserveUint32(rows);
      for (let i = 0; i < images.length; i++) if (random.uniform() < 0.2) images[i] = 1 + random.integer(255);
      for (let i = 0; i < rows; i++) order[i] = random.integer(150);
      const weights = uniforms(random, pixels * n),
        biases = uniforms(random, n),
        slopes = uniforms(random, rows * n);
      if (n === 47) slopes[7] = Infinity, weights[3] = NaN;
      for (const scale of [{ background: 0, divisor: 255 }, { background: 128, divisor: 255 }]) {
        assertSame(`${rows} images of ${pixels}, ${n} columns`, (make) => {
          const x = new ImageTensor(make([rows, pixels])),
            plain = make([rows, pixels]),
            twice = make([rows, pixels]);
          const w = make([pixels, n], weights), bias = make([n], biases), dy = make([rows, n], slopes);
          const y = make([rows, n]), dw = make([pixels, n]), sums = make([n]);
          return {
            outputs: [y, dw, sums, plain, twice, x],
            run(kernels) {
              kernels.gather(images, order, scale, x);
              kernels.multiply(x, w, y, { bias });
              kernels.multiply(x, dy, dw, { transposeA: true });
              kernels.columnSums(dy, sums);
              kernels.gather(images, order, scale, plain);
              kernels.multiplyElements(plain, plain, twice);
            },
          };
        });
      }
    }
  },
});

Deno.test({
  name: "native: normalization, parametric ReLU and dropout are the same bytes",
  ignore,
  fn() {
    const random = new Random(6);
    for (
      const [rows, columns] of [[2, 1], [3, 4], [5, 3], [2, 17], [7, 31], [100, 10], [33, 130], [400, 24], [
        0,
        5,
      ]]
    ) {
      for (const training of [true, false]) {
        const size = rows * columns, x = uniforms(random, size, 90, 100), slopes = uniforms(random, size);
        const factors = uniforms(random, columns), shifts = uniforms(random, columns);
        if (columns === 31) x[5] = Infinity, slopes[40] = NaN, slopes[41] = 1e-42;
        assertSame(`normalization of [${rows}, ${columns}]`, (make) => {
          const input = make([rows, columns], x), dy = make([rows, columns], slopes);
          const weight = make([columns], factors), bias = make([columns], shifts), one = make([1], [0.3]);
          const running = {
            mean: make([columns], factors),
            variance: make([columns], factors.map(Math.abs)),
          };
          const matrix = () => make([rows, columns]), row = () => make([columns]);
          const ofRows = { y: matrix(), centered: matrix(), scale: make([rows]) };
          const ofColumns = { y: matrix(), centered: matrix(), scale: row() };
          const fromRows = { dx: matrix(), dWeight: row(), dBias: row() };
          const fromColumns = { dx: matrix(), dWeight: row(), dBias: row() };
          const others = [
            matrix(),
            matrix(),
            make([columns]),
            matrix(),
            matrix(),
            make([1]),
            matrix(),
            matrix(),
          ];
          const sets = [ofRows, ofColumns, fromRows, fromColumns, running];
          return {
            outputs: [...sets.flatMap((set) => Object.values<Tensor>(set)), ...others],
            run(kernels) {
              const generator = new Random(7), [y, dx, dSlopes, y1, dx1, dSlope, mask, sum] = others;
              kernels.layerNorm(input, weight, bias, 1e-5, ofRows);
              kernels.layerNormBackward(ofRows, weight, dy, fromRows);
              kernels.batchNorm(
                input,
                weight,
                bias,
                { epsilon: 1e-5, momentum: 0.1, training },
                running,
                ofColumns,
              );
              kernels.batchNormBackward(ofColumns, weight, training, dy, fromColumns);
              kernels.pRelu(dy, weight, y);
              kernels.pReluBackward(dy, weight, input, dx, dSlopes);
              kernels.pRelu(dy, one, y1);
              kernels.pReluBackward(dy, one, input, dx1, dSlope);
              kernels.drop(generator, 0.3, mask);
              kernels.addElements(input, dy, sum);
              return generator.state;
            },
          };
        });
      }
    }
  },
});
