import { assert, assertEquals } from "@std/assert";
import { type Axis, drawTrials, Range, SAMPLERS, uniform } from "./sampler.ts";
import { sobol } from "./sobol.ts";

const rates = new Range({ low: 1e-4, high: 0.1, log: true, whole: false, value: (x) => x });
const widths = new Range({ low: 1, high: 4, log: false, whole: true, value: (x) => [x] });
const AXES: Record<string, Axis> = { rate: rates, width: widths, loss: ["a", "b"], momentum: [0, 0.9] };

Deno.test("trials are known from the seed and their number: more of them leave the first as they are", () => {
  for (const sampler of SAMPLERS) {
    const draw = (trials: number, seed = 1) => drawTrials(AXES, { sampler, trials, seed });
    assertEquals(draw(40).slice(0, 7), draw(7));
    assert(JSON.stringify(draw(7)) !== JSON.stringify(draw(7, 2)));
    assertEquals(new Set(draw(40).map((trial) => JSON.stringify(trial))).size, 40);
  }
});

Deno.test("all of a range is drawn, by equal factors where it is logarithmic, and its ends are not left", () => {
  for (const sampler of SAMPLERS) {
    const drawn = drawTrials({ rate: rates }, { sampler, trials: 500, seed: 3 }).map(({ rate }) =>
      rate as number
    );
    assert(drawn.every((rate) => rate >= 1e-4 && rate <= 0.1 && Number(rate.toPrecision(3)) === rate));
    for (const [low, high] of [[1e-4, 1e-3], [1e-3, 1e-2], [1e-2, 1e-1]]) {
      const share = drawn.filter((rate) => rate >= low && rate < high).length / drawn.length;
      assert(Math.abs(share - 1 / 3) < (sampler === "random" ? 0.06 : 0.01), `${sampler} ${share}`);
    }
  }
  assertEquals([0, 0.24, 0.26, 0.999].map((place) => widths.at(place)), [[1], [1], [2], [4]]);
  assertEquals([rates.at(0), rates.at(0.5), rates.at(1 - 1e-16)], [1e-4, 0.00316, 0.1]);
});

Deno.test("where there are few combinations, each is drawn once and then no more", () => {
  for (const sampler of SAMPLERS) {
    const drawn = drawTrials({ width: widths, loss: ["a", "b"] }, { sampler, trials: 20, seed: 1 });
    assertEquals(drawn.length, 8);
  }
});

Deno.test("Sobol's points: of 2^k each interval of a 2^k-th has one, in every dimension; pairs fill squares", () => {
  const count = 64, dimensions = 13;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const cells = new Set(Array.from({ length: count }, (_, i) => Math.floor(count * sobol(i, dimension)!)));
    assertEquals(cells.size, count, `dimension ${dimension}`);
  }
  assertEquals(sobol(0, dimensions), undefined);
  // The first points, as in the paper's table; the first two dimensions are a (0, 2)-sequence.
  assertEquals([1, 2, 3, 4].map((i) => [0, 1, 2].map((dimension) => sobol(i, dimension))), [
    [0.5, 0.5, 0.5],
    [0.25, 0.75, 0.75],
    [0.75, 0.25, 0.25],
    [0.125, 0.625, 0.375],
  ]);
  const squares = new Set(
    Array.from(
      { length: 64 },
      (_, i) => [0, 1].map((dimension) => Math.floor(8 * sobol(i, dimension)!)).join(),
    ),
  );
  assertEquals(squares.size, 64);
});

Deno.test("what is drawn at random is even, and does not depend on its neighbours", () => {
  const numbers = Array.from({ length: 4000 }, (_, i) => uniform(1, i % 1000, Math.floor(i / 1000)));
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const next = numbers.slice(1).reduce((sum, x, i) => sum + (x - 0.5) * (numbers[i] - 0.5), 0) /
    numbers.length * 12;
  assert(Math.abs(mean - 0.5) < 0.015 && Math.abs(next) < 0.05, `${mean} ${next}`);
});
