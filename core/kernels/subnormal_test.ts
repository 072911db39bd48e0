/**
 * Subnormal numbers, those between -2⁻¹²⁶ and 2⁻¹²⁶, make arithmetic up to a hundred times slower. So no kernel writes one where others
 * would go on with it: not as a gradient of an activation or a loss, nor as what an optimizer remembers. Where the reference gives one,
 * the kernels of both builds give 0, and else what the reference gives. (How long they take is not tested: that would depend on the
 * processor.)
 */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { named } from "./everything.ts";
import { ACTIVATIONS } from "./exports.ts";
import { builds } from "./parity.ts";
import type { LossFormula } from "./types.ts";

const SMALLEST = 2 ** -126;
const isSubnormal = (value: number) => value !== 0 && Math.abs(value) < SMALLEST;

function assertNoneSubnormal(name: string, data: Tensor["data"]): void {
  const found = data.findIndex(isSubnormal);
  assert(found < 0, `${name}: number ${found} of ${data.length} is subnormal: ${data[found]}`);
}

function maximumOf(data: Tensor["data"]): number {
  let maximum = -Infinity;
  for (const value of data) maximum = Math.max(maximum, value);
  return maximum;
}

/** Magnitudes from 2 to the power of `low` to `high`, with random signs. */
function magnitudes(random: Random, shape: number[], low: number, high: number): Tensor {
  const tensor = Tensor.zeros(shape);
  tensor.data.forEach((_, i) =>
    tensor.data[i] = 2 ** random.uniform(low, high) * (random.uniform() < 0.5 ? -1 : 1)
  );
  return tensor;
}

// ---- Gradients ------------------------------------------------------------------------------------------------------

for (const [build, kernels] of Object.entries(builds)) {
  Deno.test(`subnormal: no gradient of an activation of the ${build} build`, () => {
    const random = new Random(1);
    for (const simd of ACTIVATIONS) {
      const formula = named(simd);
      for (const size of [1, 2, 3, 4, 5, 6, 7, 2000]) {
        const x = Tensor.zeros([size]), y = Tensor.zeros([size]), ones = Tensor.zeros([size]);
        x.data.forEach((_, i) => x.data[i] = random.uniform(-110, 110) * random.uniform() ** 3);
        ones.data.fill(1);
        // Factors and results from far below the limit to far above it.
        const dy = magnitudes(random, [size], -149, 0),
          derivative = Tensor.zeros([size]),
          dx = Tensor.zeros([size]);
        kernels.activate(formula, x, y);
        kernels.activateBackward(formula, x, y, ones, derivative);
        kernels.activateBackward(formula, x, y, dy, dx);
        assertNoneSubnormal(`${simd}′`, derivative.data);
        assertNoneSubnormal(`dx of ${simd}`, dx.data);
        dx.data.forEach((value, i) => {
          const wanted = Math.fround(dy.data[i] * derivative.data[i]);
          assertEquals(value, isSubnormal(wanted) ? 0 : wanted, `dx of ${simd} for ${dy.data[i]}`);
        });
      }
    }
  });

  Deno.test(`subnormal: no gradient of a loss of the ${build} build`, () => {
    const formulas: NonNullable<LossFormula["simd"]>[] = [
      { kernel: "softmax_cross_entropy_loss" },
      { kernel: "kl_div_loss" },
      { kernel: "hinge_loss", settings: [5] },
      { kernel: "focal_loss", settings: [0.25, 0.5] },
      { kernel: "focal_loss", settings: [0.25, 2] },
      { kernel: "focal_loss", settings: [0.25, 5] },
    ];
    const random = new Random(2);
    for (const simd of formulas) {
      for (const classes of [1, 2, 3, 4, 5, 10, 17]) {
        const rows = 200, x = Tensor.zeros([rows, classes]), t = Tensor.zeros([rows, classes]);
        const dx = Tensor.zeros([rows, classes]);
        for (let row = 0; row < rows; row++) {
          // Logits further and further apart, the largest one the target's or not.
          const target = random.integer(classes);
          for (let k = 0; k < classes; k++) x.data[row * classes + k] = -random.uniform(0, row);
          if (row % 4) x.data[row * classes + target] = 0;
          t.data[row * classes + target] = 1;
        }
        const loss = kernels.loss({ row: () => NaN, simd }, x, t, dx);
        assert(Number.isFinite(loss) && dx.data.every(Number.isFinite));
        assertNoneSubnormal(`${simd.kernel} of ${classes} classes`, dx.data);
        if (simd.kernel !== "softmax_cross_entropy_loss") continue;
        for (let row = 0; row < rows; row++) {
          const from = row * classes, logits = x.data.subarray(from, from + classes);
          const exponentials = Array.from(logits, (value) => Math.exp(value - maximumOf(logits)));
          const sum = exponentials.reduce((a, b) => a + b);
          exponentials.forEach((e, k) => {
            const exact = (e / sum - t.data[from + k]) / rows, found = dx.data[from + k];
            // x - max, up to 200, is rounded to 24 bits, and a sum with a zero is wrong by a part of what was added.
            const close = Math.abs(found - exact) <= 1e-5 * (t.data[from + k] / rows + Math.abs(exact));
            assert(close || found === 0 && Math.abs(exact) < SMALLEST, `${found}, want ${exact}`);
          });
        }
      }
    }
  });
}

// ---- What optimizers remember -----------------------------------------------------------------------------------------

const SGD = { learningRate: 0.1, momentum: 0.9, weightDecay: 0 };
const ADAM = { rate: 0.1, beta1: 0.9, beta2: 0.9, epsilon: 1e-8, weightDecay: 0, keep: 1, scale: 1 };
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 21];

for (const [build, kernels] of Object.entries(builds)) {
  Deno.test(`subnormal: velocities of the ${build} build decay to 0 where gradients are 0`, () => {
    const random = new Random(3);
    for (const size of SIZES) {
      for (const nesterov of [false, true]) {
        const value = magnitudes(random, [size], -3, 0), grad = Tensor.zeros([size]);
        const velocity = magnitudes(random, [size], -20, 0);
        // 0.9ⁿ is below 2⁻¹²⁶ after 829 steps.
        for (let step = 0; step < 840; step++) {
          kernels.sgd(value, grad, velocity, { ...SGD, nesterov });
          assertNoneSubnormal(`velocity of ${size} after ${step + 1} steps`, velocity.data);
          if (step === 600) assert(velocity.data.every((v) => v !== 0), "a velocity is 0 too early");
        }
        assert(velocity.data.every((v) => v === 0), `${velocity.data}`);
      }
    }
  });

  Deno.test(`subnormal: means and squares of the ${build} build decay to 0 where gradients are 0`, () => {
    const random = new Random(4);
    for (const size of SIZES) {
      const value = magnitudes(random, [size], -3, 0), grad = Tensor.zeros([size]);
      const mean = magnitudes(random, [size], -20, 0), square = magnitudes(random, [size], -20, 0);
      square.data.forEach((v, i) => square.data[i] = Math.abs(v));
      for (let step = 0; step < 840; step++) {
        kernels.adam(value, grad, mean, square, ADAM);
        assertNoneSubnormal(`mean of ${size} after ${step + 1} steps`, mean.data);
        assertNoneSubnormal(`square of ${size} after ${step + 1} steps`, square.data);
        if (step === 600) assert([...mean.data, ...square.data].every((v) => v !== 0), "0 too early");
      }
      assert([...mean.data, ...square.data].every((v) => v === 0), `${mean.data}, ${square.data}`);
    }
  });

  Deno.test(`subnormal: what RMSprop of the ${build} build remembers decays to 0 where gradients are 0`, () => {
    const random = new Random(6);
    const settings = {
      learningRate: 0.1,
      alpha: 0.9,
      epsilon: 1e-8,
      weightDecay: 0,
      momentum: 0.9,
      centered: true,
    };
    for (const size of SIZES) {
      const value = magnitudes(random, [size], -3, 0), grad = Tensor.zeros([size]);
      const remembered = [0, 1, 2].map(() => magnitudes(random, [size], -20, 0)),
        [square, velocity, mean] = remembered;
      square.data.forEach((v, i) => square.data[i] = Math.abs(v) + 1);
      for (let step = 0; step < 840; step++) {
        kernels.rmsProp(value, grad, square, velocity, mean, settings);
        for (const { data } of remembered) {
          assertNoneSubnormal(`${size} after ${step + 1} steps`, data);
          if (step === 600) assert(data.every((v) => v !== 0), "0 too early");
        }
      }
      assert(remembered.every(({ data }) => data.every((v) => v === 0)));
    }
  });

  Deno.test(`subnormal: squares of small gradients of the ${build} build are 0, all others what they should be`, () => {
    const random = new Random(5);
    for (const size of [...SIZES, 2000]) {
      const grad = magnitudes(random, [size], -90, -40), before = magnitudes(random, [size], -3, 0);
      const value = before.clone(), mean = Tensor.zeros([size]), square = Tensor.zeros([size]);
      kernels.adam(value, grad, mean, square, { ...ADAM, beta2: 0.999 });
      grad.data.forEach((g, i) => {
        const exact = (1 - 0.999) * g * g, close = Math.abs(square.data[i] - exact) <= 1e-6 * exact;
        // Just above the limit either is right.
        assert(close && !isSubnormal(square.data[i]) || square.data[i] === 0 && exact < 1.0001 * SMALLEST);
        const step = 0.1 * 0.1 * g / (Math.sqrt(exact) + 1e-8), wanted = before.data[i] - step;
        assert(
          Math.abs(value.data[i] - wanted) <= 1e-6 * Math.abs(wanted),
          `${value.data[i]}, want ${wanted}`,
        );
      });
    }
  });
}
