/**
 * The exponential and tanh of both WebAssembly builds over the whole range of float32: at every 997th bit pattern, 4.3 million numbers,
 * and at all numbers around those where something changes. The largest errors measured are 1.00 ulp and 2.47 ulp.
 */
import { assert, assertEquals } from "@std/assert";
import { Tensor } from "../tensor.ts";
import { builds, modules, ulp } from "./parity.ts";

// deno-fmt-ignore: a table.
/** Numbers around which something changes; those of both signs are looked at. */
const SPECIALS = [
  // The smallest numbers, the smallest normal one, those whose squares are subnormal, the largest one and infinity.
  0, 2 ** -126, 2 ** -63, 2 ** -60, 2 ** -24, 2 ** -12, 1, 3.4028234663852886e38,
  // Where eˣ becomes infinite, subnormal, and 0; where tanh becomes 1; where the kernels clip.
  88.72283905206835, 87.3365447505531, 103.9720770839918, 9.010913, 89, 104, 18,
  // Halfway between two whole multiples of ln 2, where another one is taken away, and at them.
  ...Array.from({ length: 310 }, (_, i) => i * Math.LN2 / 2),
];

const numbers = (() => {
  const patterns: number[] = [0x7f800000];
  for (let pattern = 0; pattern < 0x7f800000; pattern += 997) patterns.push(pattern);
  for (const around of new Uint32Array(Float32Array.from(SPECIALS).buffer)) {
    for (let distance = -100; distance <= 100; distance++) {
      patterns.push(Math.min(Math.max(around + distance, 0), 0x7f800000));
    }
  }
  const positive = new Float32Array(Uint32Array.from(patterns).buffer), count = positive.length;
  const x = Tensor.zeros([2 * count + 1]);
  x.data.set(positive);
  x.data.set(positive.map((value) => -value), count);
  x.data[2 * count] = NaN;
  return x;
})();

/** Compares y with the exact function of each number, and returns the largest error in ulp. */
function largestError(name: string, y: Tensor, exact: (x: number) => number): number {
  let largest = 0;
  for (let i = 0; i < y.size; i++) {
    const x = numbers.data[i], found = y.data[i], wanted = exact(x), rounded = Math.fround(wanted);
    if (found === rounded) continue;
    if (Number.isFinite(found) && Number.isFinite(rounded)) {
      largest = Math.max(largest, Math.abs(found - wanted) / ulp(wanted));
    } else {
      assert(Number.isNaN(found) && Number.isNaN(wanted), `${name}(${x}) is ${found}, want ${wanted}`);
    }
  }
  return largest;
}

/** Asserts that an error is at most so large, and not so small that nothing was compared. */
function assertWithin(error: number, limit: number): void {
  assert(error <= limit, `${error} ulp`);
  assert(error > 0.5, `${error} ulp: no function is that accurate`);
}

for (const [build, kernels] of Object.entries(builds)) {
  const y = Tensor.zeros(numbers.shape);
  const plain = { forward: () => NaN, derivative: () => NaN };

  Deno.test(`range: eˣ of the ${build} build is within 2 ulp, subnormal, 0, infinite and NaN where it should be`, () => {
    modules[build].exponentials(numbers.size, numbers.data.byteOffset, y.data.byteOffset);
    assertWithin(largestError("exp", y, Math.exp), 2);
    const at = (x: number) => y.data[numbers.data.indexOf(Math.fround(x))];
    assertEquals([at(0), at(-104), at(-Infinity), at(89), at(Infinity)], [1, 0, 0, Infinity, Infinity]);
    assert(y.data.some((value) => value > 0 && value < 2 ** -126), "no subnormal number");
  });

  Deno.test(`range: eˣ of the ${build} build within other formulas is within 2 ulp, and 0 where it is subnormal`, () => {
    const ones = Tensor.zeros(numbers.shape);
    ones.data.fill(1);
    kernels.activateBackward({ ...plain, simd: "elu" }, numbers, y, ones, y);
    const decay = (x: number) => Math.exp(x) < 2 ** -126 ? 0 : Math.exp(x);
    assertWithin(largestError("exp", y, (x) => x > 0 ? 1 : decay(x)), 2);
  });

  Deno.test(`range: tanh of the ${build} build is within 3 ulp, and a subnormal number itself`, () => {
    kernels.activate({ ...plain, simd: "tanh" }, numbers, y);
    assertWithin(largestError("tanh", y, Math.tanh), 3);
    y.data.forEach((value, i) => {
      const x = numbers.data[i];
      if (Math.abs(x) < 2 ** -60) assert(value === x, `tanh(${x}) is ${value}`);
    });
  });
}
