/**
 * How accurate the activations of both WebAssembly builds are, over the whole range of float32: every 10,007th bit pattern,
 * 427,520 numbers from subnormal to huge, against the formulas in float64 (whose functions are accurate to a unit in
 * their own last place, 2⁻²⁹ of one here).
 *
 * Errors are counted in ulp, the distance of neighbouring float32 numbers at the exact result; half an ulp is the best
 * possible. Largest errors measured, of both builds: tanh 2.42, sigmoid 1.97, SELU 1.61, ELU 0.84, SiLU 2.76, HardSwish 2.37,
 * ReLU 0; of the derivatives 1.50, 3.52, 1.65, 0.91, and for SiLU and HardSwish 1.9e-7 in absolute terms, since they
 * have a zero, where no relative bound can hold.
 */
import { assert } from "@std/assert";
import { Tensor } from "../tensor.ts";
import type { ActivationFormula } from "./kernels.ts";
import { builds } from "./parity.ts";

interface Case {
  forward(u: number): number;
  /** The derivative, given the output as the kernel rounded it. */
  derivative(u: number, y: number): number;
  /** The bound for the output, in ulp, and for the derivative. */
  ulps: [number, number];
  /** What is allowed in addition. */
  absolute?: [number, number];
}

const LAMBDA = 1.0507009873554805, LAMBDA_ALPHA = LAMBDA * 1.6732632423543772;
const sigmoid = (u: number) => u >= 0 ? 1 / (1 + Math.exp(-u)) : Math.exp(u) / (1 + Math.exp(u));

const cases: Record<NonNullable<ActivationFormula["simd"]>, Case> = {
  tanh: { forward: Math.tanh, derivative: (_, y) => 1 - y * y, ulps: [2.5, 1.6] },
  sigmoid: { forward: sigmoid, derivative: (u) => sigmoid(u) * sigmoid(-u), ulps: [2.1, 3.7] },
  selu: {
    forward: (u) => u > 0 ? LAMBDA * u : LAMBDA_ALPHA * Math.expm1(u),
    derivative: (u) => u > 0 ? LAMBDA : LAMBDA_ALPHA * Math.exp(u),
    ulps: [1.8, 1.8],
  },
  elu: {
    forward: (u) => u > 0 ? u : Math.expm1(u),
    derivative: (u) => u > 0 ? 1 : Math.exp(u),
    ulps: [1, 1],
  },
  // Below -87 the sigmoid is subnormal: its last bit counts |u| times, but nobody sees 2⁻¹⁴². The derivative has a zero.
  silu: {
    forward: (u) => u * sigmoid(u),
    derivative: (u) => sigmoid(u) * (1 + u * sigmoid(-u)),
    ulps: [2.9, 0],
    absolute: [2 ** -142, 2.5e-7],
  },
  hard_swish: {
    forward: (u) => u <= -3 ? 0 : u >= 3 ? u : u * (u + 3) / 6,
    derivative: (u) => u <= -3 ? 0 : u >= 3 ? 1 : (2 * u + 3) / 6,
    ulps: [2.5, 0],
    absolute: [0, 1e-7],
  },
  relu: { forward: (u) => u > 0 ? u : 0, derivative: (u) => u > 0 ? 1 : 0, ulps: [0, 0] },
};

/** Increasing: the numbers below 0 from the largest magnitude to the smallest, then those above. */
const numbers = (() => {
  const patterns: number[] = [];
  for (let pattern = 0; pattern < 0x7f800000; pattern += 10_007) patterns.push(pattern);
  const positive = new Float32Array(Uint32Array.from(patterns).buffer);
  return Float32Array.from([...positive.map((value) => -value).reverse(), ...positive]);
})();

/** The distance of neighbouring float32 numbers at a magnitude. */
function ulp(value: number): number {
  const exponent = value === 0 ? -126 : Math.max(Math.floor(Math.log2(Math.abs(value))), -126);
  return 2 ** (exponent - 23);
}

function assertAccurate(
  name: string,
  found: Tensor["data"],
  exact: (i: number) => number,
  ulps: number,
  absolute: number,
): void {
  for (let i = 0; i < numbers.length; i++) {
    const wanted = exact(i);
    if (found[i] === Math.fround(wanted)) continue;
    const error = Math.abs(found[i] - wanted);
    assert(
      error <= ulps * ulp(wanted) + absolute,
      `${name}(${numbers[i]}) is ${found[i]}, want ${wanted}: ${error / ulp(wanted)} ulp`,
    );
  }
}

const x = Tensor.from(numbers), ones = Tensor.from(new Float32Array(numbers.length).fill(1));

for (const [build, kernels] of Object.entries(builds)) {
  for (const [name, { forward, derivative, ulps, absolute = [0, 0] }] of Object.entries(cases)) {
    Deno.test(`accuracy: ${name} of the ${build} build`, () => {
      const formula = { forward, derivative, simd: name as keyof typeof cases };
      const y = Tensor.zeros(x.shape), dx = Tensor.zeros(x.shape);
      kernels.activate(formula, x, y);
      assertAccurate(name, y.data, (i) => forward(numbers[i]), ulps[0], absolute[0]);
      kernels.activateBackward(formula, x, y, ones, dx);
      assertAccurate(`${name}′`, dx.data, (i) => derivative(numbers[i], y.data[i]), ulps[1], absolute[1]);
    });
  }

  Deno.test(`accuracy: tanh, sigmoid, SELU and ELU of the ${build} build never fall`, () => {
    for (const name of ["tanh", "sigmoid", "selu", "elu"] as const) {
      const y = Tensor.zeros(x.shape);
      kernels.activate({ ...cases[name], simd: name }, x, y);
      const falls = y.data.findIndex((value, i) => i > 0 && !(value >= y.data[i - 1]));
      assert(
        falls < 0,
        `${name}(${numbers[falls]}) is ${y.data[falls]}, less than ${y.data[falls - 1]} before`,
      );
    }
  });

  Deno.test(`accuracy: tanh of the ${build} build is odd and within -1 and 1`, () => {
    const y = Tensor.zeros(x.shape);
    kernels.activate({ ...cases.tanh, simd: "tanh" }, x, y);
    y.data.forEach((value, i) => assert(value === -y.data[numbers.length - 1 - i] && Math.abs(value) <= 1));
  });
}
