import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { Random } from "./random.ts";

const DRAWS = 100_000;

/** `count` draws. */
function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

/** The mean of a function of the draws must be within five standard errors of its expectation. */
function assertMean(draws: number[], f: (x: number) => number, expectation: number): void {
  const values = draws.map(f), n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  assertAlmostEquals(mean, expectation, 5 * Math.sqrt(variance / n));
}

/** χ² of counts that should all be the same: mean K - 1, standard deviation √(2(K - 1)); within five of these. */
function assertEven(counts: number[]): void {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length, freedom = counts.length - 1;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  assert(
    Math.abs(chiSquare - freedom) < 5 * Math.sqrt(2 * freedom),
    `χ² is ${chiSquare}, want about ${freedom}`,
  );
}

Deno.test("Random: the numbers of xoshiro128** 1.1", () => {
  // From state 1, 2, 3, 4 of the authors' xoshiro128starstar.c, as the tests of the Rust crate rand_xoshiro hold them.
  const random = new Random(0);
  random.state = { words: [1, 2, 3, 4], spare: null };
  assertEquals(
    draw(10, () => random.uint32()),
    [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
  );
});

Deno.test("Random: the seed is spread by SplitMix64", () => {
  // The first two numbers of the authors' splitmix64.c for seeds 0 and 1234567, as many projects' tests hold them.
  const published: [number, bigint, bigint][] = [
    [0, 0xe220a8397b1dcdafn, 0x6e789e6aa1b965f4n],
    [1234567, 6457827717110365317n, 3203168211198807973n],
  ];
  for (const [seed, first, second] of published) {
    const halves = [first, first >> 32n, second, second >> 32n].map((word) => Number(word & 0xffffffffn));
    assertEquals([...new Random(seed).state.words], halves);
  }
});

Deno.test("Random: the same seed, the same numbers; another seed, others", () => {
  const all = (random: Random) => [...draw(5, () => random.uniform()), random.normal(), random.integer(1000)];
  const seeds = [0, 1, 2, 2 ** 32, 2 ** 53 - 1];
  for (const seed of seeds) assertEquals(all(new Random(seed)), all(new Random(seed)));
  assertEquals(new Set(seeds.map((seed) => new Random(seed).uniform())).size, seeds.length);
});

Deno.test("Random: a seed that is no whole number from 0 to 2^53 - 1 is refused", () => {
  for (const seed of [-1, 0.5, 2 ** 53, NaN, Infinity, "1" as unknown as number]) {
    assertThrows(
      () => new Random(seed),
      RangeError,
      `Cannot seed: found ${seed}, want a whole number from 0 to 2^53 - 1`,
    );
  }
});

Deno.test("Random.uint32: every bit is set in half of the numbers", () => {
  const random = new Random(1), words = draw(DRAWS, () => random.uint32());
  assert(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32));
  for (let bit = 0; bit < 32; bit++) assertMean(words, (word) => (word >>> bit) & 1, 0.5);
});

Deno.test("Random.uniform: range, moments and evenness", () => {
  const random = new Random(2), draws = draw(DRAWS, () => random.uniform());
  assert(draws.every((x) => x >= 0 && x < 1));
  for (const power of [1, 2, 3, 4]) assertMean(draws, (x) => x ** power, 1 / (power + 1));
  const counts = new Array(100).fill(0);
  for (const x of draws) counts[Math.floor(100 * x)]++;
  assertEven(counts);
  // One number says nothing about the next.
  assertMean(draws.slice(1).map((x, i) => (x - 0.5) * (draws[i] - 0.5)), (product) => product, 0);
});

Deno.test("Random.uniform: 53 random bits, so the last ones are in use", () => {
  const random = new Random(3), draws = draw(1000, () => random.uniform() * 2 ** 53);
  assert(draws.every(Number.isInteger));
  assertMean(draws, (x) => x % 2, 0.5);
});

Deno.test("Random.uniform: other bounds", () => {
  const random = new Random(4), draws = draw(10_000, () => random.uniform(-3, 5));
  assert(draws.every((x) => x >= -3 && x < 5));
  assertMean(draws, (x) => x, 1);
});

Deno.test("Random.normal: moments, and the share within one, two and three standard deviations", () => {
  const random = new Random(5), draws = draw(DRAWS, () => random.normal());
  const moments = [0, 1, 0, 3, 0, 15];
  moments.forEach((moment, i) => assertMean(draws, (x) => x ** (i + 1), moment));
  const shares = [0.6826894921370859, 0.9544997361036416, 0.9973002039367398];
  shares.forEach((share, i) => assertMean(draws, (x) => Number(Math.abs(x) < i + 1), share));
  // Numbers come in pairs: they must not depend on one another.
  for (const distance of [1, 2]) {
    assertMean(draws.slice(distance).map((x, i) => x * draws[i]), (product) => product, 0);
  }
});

Deno.test("Random.normal: mean and standard deviation, also of the second number of a pair", () => {
  const a = new Random(6), b = new Random(6);
  for (let i = 0; i < 10; i++) assertAlmostEquals(a.normal(3, 0.5), 3 + 0.5 * b.normal(), 1e-12);
});

Deno.test("Random.integer: all values equally often", () => {
  const random = new Random(7);
  for (const below of [1, 2, 3, 10, 97]) {
    const counts = new Array(below).fill(0);
    for (let i = 0; i < DRAWS; i++) counts[random.integer(below)]++;
    if (below > 1) assertEven(counts);
    assertEquals(counts.length, below);
  }
});

Deno.test("Random.integer: a bound that does not divide 2^32 favours no part of the range", () => {
  // Taken modulo 3 · 2^30, a quarter of the 32-bit numbers would come twice: the lower third would get a half.
  const random = new Random(8), below = 3 * 2 ** 30;
  const draws = draw(10_000, () => random.integer(below));
  assert(draws.every((x) => x < below));
  assertMean(draws, (x) => Number(x < 2 ** 30), 1 / 3);
  assert(draw(1000, () => random.integer(2 ** 32)).some((x) => x > 2 ** 31));
});

Deno.test("Random.integer: a bound that is no whole number from 1 to 2^32 is refused", () => {
  for (const below of [0, -1, 1.5, 2 ** 32 + 1, NaN]) {
    assertThrows(
      () => new Random(0).integer(below),
      RangeError,
      `Cannot draw below ${below}: want a whole number from 1 to 2^32`,
    );
  }
});

Deno.test("Random.permutation: each number once, any number of them", () => {
  fc.assert(fc.property(fc.nat(), fc.nat({ max: 200 }), (seed, count) => {
    const order = new Random(seed).permutation(count);
    assertEquals([...order].sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
  }));
});

Deno.test("Random.permutation: the same in an array that is used again", () => {
  const order = new Uint32Array(60), again = new Random(1), fresh = new Random(1);
  for (let i = 0; i < 2; i++) {
    assertStrictEquals(again.permutation(60, order), order);
    assertEquals(order, fresh.permutation(60));
  }
  assertThrows(
    () => again.permutation(61, order),
    RangeError,
    "Cannot permute: order has 60 numbers, want 61",
  );
});

Deno.test("Random.permutation: all 24 orders of four are equally likely", () => {
  const random = new Random(9), counts = new Map<string, number>();
  for (let i = 0; i < 24_000; i++) {
    const order = random.permutation(4).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 24);
  assertEven([...counts.values()]);
});

Deno.test("Random: a saved state is plain data and goes on with the same numbers, also amid a pair of normals", () => {
  fc.assert(fc.property(fc.nat(), fc.nat({ max: 5 }), (seed, normals) => {
    const random = new Random(seed);
    for (let i = 0; i < normals; i++) random.normal();
    const saved = JSON.parse(JSON.stringify(random.state));
    const following = () => [random.normal(), random.uniform(), random.normal(), random.integer(7)];
    const first = following();
    random.state = saved;
    assertEquals(following(), first);
    const other = new Random(0);
    other.state = saved;
    assertEquals([other.normal(), other.uniform()], first.slice(0, 2));
  }));
});

Deno.test("Random: a state is a copy", () => {
  const random = new Random(1), { state } = random, words = [...state.words];
  random.uint32();
  assertEquals([...state.words], words);
});

Deno.test("Random: a state that would give zeros for ever is refused", () => {
  const random = new Random(1), { state } = random;
  for (const words of [[0, 0, 0, 0], [1, 2, 3], [2 ** 32, 0, 0, 0]]) {
    assertThrows(
      () => random.state = { words: words as [number, number, number, number], spare: null },
      RangeError,
      "Cannot restore the state: want four words, not all of them 0",
    );
  }
  assertEquals(random.state, state);
});

Deno.test("Random.fork: repeatable, and no relation to the parent or to other forks", () => {
  const parent = new Random(1), again = new Random(1);
  const forks = [parent.fork(), parent.fork()], twins = [again.fork(), again.fork()];
  const numbers = [...forks, parent].map((random) => draw(DRAWS, () => random.normal()));
  assertEquals(draw(5, () => twins[1].normal()), numbers[1].slice(0, 5));
  for (const [i, j] of [[0, 1], [0, 2], [1, 2]]) {
    assertNotEquals(numbers[i].slice(0, 3), numbers[j].slice(0, 3));
    assertMean(numbers[i].map((x, at) => x * numbers[j][at]), (product) => product, 0);
  }
});
