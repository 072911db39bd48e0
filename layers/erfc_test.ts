/** erfc against its series and its continued fraction, computed here. */
import { assertClose } from "@chainrule/core/testing";
import { assert, assertEquals } from "@std/assert";
import { erfc } from "./erfc.ts";

/** e^(-x²) without the error of x²: x = h + r with few bits in h, so that h² is exact. */
function gaussian(x: number): number {
  const h = Math.round(x * 16) / 16;
  return Math.exp(-h * h) * Math.exp(-(x - h) * (x + h));
}

/** erf x = 2/√π e^(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5 … (2n+1)), whose terms are all positive. */
function erfSeries(x: number): number {
  let term = x, sum = 0;
  for (let n = 0; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    sum += term;
    term *= 2 * x * x / (2 * n + 3);
  }
  return 2 / Math.sqrt(Math.PI) * gaussian(x) * sum;
}

/** erfc x = e^(-x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))) for x > 0, from the inside outward. */
function erfcFraction(x: number): number {
  let value = x;
  for (let n = 400; n > 0; n--) value = x + n / 2 / value;
  return gaussian(x) / (Math.sqrt(Math.PI) * value);
}

Deno.test("erfc: equals series and continued fraction from -6 to 27", () => {
  for (let i = -6000; i <= 26_500; i++) {
    const x = i / 1000;
    const wanted = x < 1 ? 1 - erfSeries(x) : erfcFraction(x);
    assertClose(`erfc(${x})`, [erfc(x)], [wanted], { relative: 2e-13 });
  }
});

Deno.test("erfc: published values", () => {
  // Abramowitz and Stegun, table 7.1, and its continuation.
  const values = [[0, 1], [0.5, 0.4795001221869535], [1, 0.15729920705028513], [-1, 1.8427007929497149]];
  values.push([2, 0.004677734981047266], [5, 1.5374597944280349e-12], [10, 2.088487583762545e-45]);
  for (const [x, value] of values) assertClose(`erfc(${x})`, [erfc(x)], [value], { relative: 1e-14 });
});

Deno.test("erfc: its pieces meet without a step, and it never rises", () => {
  for (let x = -7; x < 28; x += 1 / 1024) assert(erfc(x + 1 / 1024) <= erfc(x));
  for (const joint of [0.46875, 4, -0.46875, -4]) {
    const below = erfc(joint - 1e-12), above = erfc(joint + 1e-12);
    // 1e-12 to each side, the function falls by at most 2e-12 · 2/√π.
    assert(below >= above && below - above < 3e-12, `at ${joint}: ${below}, ${above}`);
  }
});

Deno.test("erfc: limits, and NaN stays", () => {
  assertEquals([erfc(Infinity), erfc(-Infinity), erfc(1e300), erfc(-1e300), erfc(30)], [0, 2, 0, 2, 0]);
  assertEquals(erfc(NaN), NaN);
});
