/**
 * How accurate the activations of both WebAssembly builds are, over the whole range of float32, against the formulas in float64
 * (whose functions are accurate to a unit in their own last place, 2⁻²⁹ of one here): at every 10,007th
 * bit pattern, 427,520 numbers from subnormal to huge. `range_test.ts` looks closer at the exponential and tanh.
 *
 * Errors are counted in ulp, the distance of neighbouring float32 numbers at the exact result; half an ulp is the best
 * possible. Largest errors measured, of both builds: tanh 2.42, sigmoid 1.92, SELU 1.58, ELU 0.79, SiLU 2.76, Softplus
 * 2.75, GELU 3.40, Mish 3.42, HardSwish 2.37, leaky ReLU 0.5, ReLU 0; of the derivatives of tanh, sigmoid, SELU, ELU and Softplus 1.50, 3.52, 1.65, 0.95 and
 * 1.92, and for SiLU, GELU, Mish and HardSwish 1.9e-7 in absolute terms, since they have a zero, where no relative bound can hold.
 *
 * What is subnormal counts as 0, but in the outputs of tanh, SELU, ELU, HardSwish and (leaky) ReLU for inputs that are subnormal or nearly so.
 */
import { assert } from "@std/assert";
import { Tensor } from "../tensor.ts";
import type { ActivationKernel } from "./exports.ts";
import { builds, ulp } from "./parity.ts";

interface Case {
  forward(u: number): number;
  /** The derivative, given the output as the kernel rounded it. */
  derivative(u: number, y: number): number;
  /** The bound for the output, in ulp, and for the derivative. */
  ulps: [number, number];
  /** What is allowed in addition. */
  absolute?: [number, number];
  /** The settings of the kernel. */
  settings?: number[];
}

const LAMBDA = 1.0507009873554805, LAMBDA_ALPHA = LAMBDA * 1.6732632423543772;

/** 0 in place of subnormal numbers. */
const flush = (value: number) => Math.abs(value) < 2 ** -126 ? 0 : value;
/** eˣ, e^-|x| and so on as the kernels have them. */
const decay = (x: number) => flush(Math.exp(x));
const sigmoid = (u: number) => (u >= 0 ? 1 : decay(u)) / (1 + decay(-Math.abs(u)));

/** φ(u) = e^(-u²/2) / √(2π). */
const density = (u: number) => Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI);
/** Φ(u) as 1/2 + φ(u) (u + u³/3 + u⁵/(3·5) + …) or φ(a) / (a + 1/(a + 2/(a + …))), and 0 for Φ(-12.9) = 2.2e-38 and less. */
function distribution(u: number): number {
  const a = Math.abs(u);
  if (a >= Math.fround(12.9)) return u > 0 ? 1 : 0;
  if (a < 2) {
    let term = u, sum = 0;
    for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
      sum += term;
      term *= u * u / n;
    }
    return 0.5 + density(u) * sum;
  }
  let fraction = a;
  for (let n = 200; n > 0; n--) fraction = a + n / fraction;
  return u > 0 ? 1 - density(a) / fraction : density(a) / fraction;
}

/** tanh(ln(1 + eᵘ)) as a fraction of e^-|u|, and its divisor. */
const mishDivisor = (u: number) => {
  const z = decay(-Math.abs(u));
  return u >= 0 ? 1 + 2 * z * (1 + z) : z * (z + 2) + 2;
};
const mishFactor = (u: number) => {
  const z = decay(-Math.abs(u));
  return (u >= 0 ? 1 + 2 * z : z * (z + 2)) / mishDivisor(u);
};

const cases = {
  tanh: { forward: Math.tanh, derivative: (_, y) => 1 - y * y, ulps: [2.5, 1.6] },
  sigmoid: {
    forward: sigmoid,
    derivative: (u) => decay(-Math.abs(u)) / (1 + decay(-Math.abs(u))) ** 2,
    ulps: [2.1, 3.7],
  },
  selu: {
    forward: (u) => u > 0 ? LAMBDA * u : LAMBDA_ALPHA * Math.expm1(u),
    derivative: (u) => u > 0 ? LAMBDA : LAMBDA_ALPHA * decay(u),
    ulps: [1.8, 1.8],
  },
  elu: {
    forward: (u) => u > 0 ? u : Math.expm1(u),
    derivative: (u) => u > 0 ? 1 : decay(u),
    ulps: [1, 1],
  },
  softplus: {
    forward: (u) => Math.max(u, 0) + Math.log1p(decay(-Math.abs(u))),
    derivative: sigmoid,
    ulps: [2.9, 2.1],
  },
  // The derivatives of these three have a zero.
  silu: {
    forward: (u) => u * sigmoid(u),
    derivative: (u) => sigmoid(u) * (1 + u * sigmoid(-u)),
    ulps: [2.9, 0],
    absolute: [0, 2.5e-7],
  },
  gelu: {
    forward: (u) => u * distribution(u),
    derivative: (u) => distribution(u) + u * density(u),
    ulps: [3.6, 0],
    absolute: [0, 2.5e-7],
  },
  hard_swish: {
    forward: (u) => u <= -3 ? 0 : u >= 3 ? u : u * (u + 3) / 6,
    derivative: (u) => u <= -3 ? 0 : u >= 3 ? 1 : (2 * u + 3) / 6,
    ulps: [2.5, 0],
    absolute: [0, 1e-7],
  },
  mish: {
    forward: (u) => u * mishFactor(u),
    derivative: (u) => {
      const t = mishFactor(u), rest = u >= 0 ? 2 * decay(-u) ** 2 / mishDivisor(u) : 2 / mishDivisor(u);
      return t + u * sigmoid(u) * rest * (1 + t);
    },
    ulps: [3.5, 0],
    absolute: [0, 2.5e-7],
  },
  relu: { forward: (u) => u > 0 ? u : 0, derivative: (u) => u > 0 ? 1 : 0, ulps: [0, 0] },
  leaky_relu: {
    settings: [0.25],
    forward: (u) => u > 0 ? u : 0.25 * u,
    derivative: (u) => u > 0 ? 1 : 0.25,
    ulps: [0.5, 0],
  },
} satisfies Record<ActivationKernel, Case>;

/** Increasing: the numbers below 0 from the largest magnitude to the smallest, then those above. */
const numbers = (() => {
  const patterns: number[] = [];
  for (let pattern = 0; pattern < 0x7f800000; pattern += 10_007) patterns.push(pattern);
  const positive = new Float32Array(Uint32Array.from(patterns).buffer);
  return Float32Array.from([...positive.map((value) => -value).reverse(), ...positive]);
})();

/** What each function comes to at all numbers, the same for all builds. */
const results = new Map<(u: number) => number, Float64Array>();
function resultsOf(f: (u: number) => number): Float64Array {
  let found = results.get(f);
  if (found === undefined) {
    results.set(f, found = new Float64Array(numbers.length));
    for (let i = 0; i < numbers.length; i++) found[i] = f(numbers[i]);
  }
  return found;
}

function assertAccurate(
  name: string,
  x: ArrayLike<number>,
  found: ArrayLike<number>,
  exact: (i: number) => number,
  ulps: number,
  absolute = 0,
): void {
  for (let i = 0; i < x.length; i++) {
    const wanted = exact(i);
    if (found[i] === Math.fround(wanted)) continue;
    const error = Math.abs(found[i] - wanted);
    assert(
      error <= ulps * ulp(wanted) + absolute,
      `${name}(${x[i]}) is ${found[i]}, want ${wanted}: ${error / ulp(wanted)} ulp`,
    );
  }
}

const x = Tensor.from(numbers), ones = Tensor.from(new Float32Array(numbers.length).fill(1));

for (const [build, kernels] of Object.entries(builds)) {
  for (
    const [name, { forward, derivative, ulps, absolute = [0, 0], settings }] of Object.entries<Case>(cases)
  ) {
    Deno.test(`accuracy: ${name} of the ${build} build`, () => {
      const formula = { forward, derivative, simd: name as keyof typeof cases, settings };
      const y = Tensor.zeros(x.shape), dx = Tensor.zeros(x.shape);
      kernels.activate(formula, x, y);
      const values = resultsOf(forward);
      assertAccurate(name, numbers, y.data, (i) => values[i], ulps[0], absolute[0]);
      kernels.activateBackward(formula, x, y, ones, dx);
      // The derivative of tanh alone is computed from the output as it is.
      const slopes = name === "tanh" ? undefined : resultsOf(derivative as (u: number) => number);
      const exact = (i: number) => flush(slopes?.[i] ?? derivative(numbers[i], y.data[i]));
      assertAccurate(`${name}′`, numbers, dx.data, exact, ulps[1], absolute[1]);
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
