import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Adam, constant, cosine, Sgd, stepDecay, warmUp } from "./mod.ts";

Deno.test("constant: the same at every step", () => {
  assertEquals([0, 1, 1e6].map(constant(0.3)), [0.3, 0.3, 0.3]);
});

Deno.test("stepDecay: multiplied after every so many steps", () => {
  const schedule = stepDecay({ learningRate: 8, every: 3, factor: 0.5 });
  assertEquals(Array.from({ length: 10 }, (_, step) => schedule(step)), [8, 8, 8, 4, 4, 4, 2, 2, 2, 1]);
  assertAlmostEquals(stepDecay({ learningRate: 1, every: 1 })(3), 1e-3, 1e-18); // 0.1 unless given
});

Deno.test("cosine: half a wave from the first learning rate to the minimum, and then level", () => {
  const schedule = cosine({ learningRate: 3, steps: 6, minimum: 1 });
  // 1 + (1 + cos(π s/6)): cos is 1, √3/2, 1/2, 0, -1/2, -√3/2, -1.
  const wanted = [3, 2 + Math.sqrt(3) / 2, 2.5, 2, 1.5, 2 - Math.sqrt(3) / 2, 1, 1, 1];
  wanted.forEach((rate, step) => assertAlmostEquals(schedule(step), rate, 1e-15));
});

Deno.test("cosine: never rises and stays within its bounds", () => {
  const positive = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(positive, positive, fc.integer({ min: 1, max: 50 }), (a, b, steps) => {
    const [minimum, learningRate] = [Math.min(a, b), Math.max(a, b)];
    const schedule = cosine({ learningRate, steps, minimum });
    for (let step = 0; step < 2 * steps; step++) {
      assert(schedule(step) >= minimum - 1e-15 && schedule(step) <= learningRate + 1e-15);
      assert(schedule(step + 1) <= schedule(step));
    }
    assertAlmostEquals(schedule(0), learningRate, 1e-15);
    assertAlmostEquals(schedule(steps), minimum, 1e-15);
  }));
});

Deno.test("warmUp: rises evenly to what follows, which counts from there", () => {
  assertEquals([0, 1, 2, 3, 4, 5].map(warmUp(4, 5)), [1, 2, 3, 4, 5, 5]);
  const after = stepDecay({ learningRate: 4, every: 2, factor: 0.5 });
  assertEquals([0, 1, 2, 3, 4, 5, 6, 7].map(warmUp(3, after)), [1, 2, 3, 4, 4, 2, 2, 1]);
  assertEquals([0, 1].map(warmUp(0, 7)), [7, 7]);
});

Deno.test("warmUp: then a cosine, its largest step at the end of the warm-up", () => {
  const steps = 10, fall = cosine({ learningRate: 0.1, steps: 100 }), schedule = warmUp(steps, fall);
  for (let step = 0; step < steps; step++) {
    assertAlmostEquals(schedule(step), 0.1 * (step + 1) / 11, 1e-16);
    assert(schedule(step + 1) > schedule(step));
  }
  for (const step of [0, 1, 50, 100, 500]) assertEquals(schedule(steps + step), fall(step));
  assertEquals(Math.max(...Array.from({ length: 200 }, (_, step) => schedule(step))), schedule(steps));
});

Deno.test("schedules: an optimizer says the learning rate of its next step", () => {
  const learningRate = stepDecay({ learningRate: 1, every: 2, factor: 0.5 });
  for (const optimizer of [new Sgd([], { learningRate }), new Adam([], { learningRate })]) {
    const rates: number[] = [];
    for (let step = 0; step < 5; step++) {
      rates.push(optimizer.learningRate);
      optimizer.step();
    }
    assertEquals(rates, [1, 1, 0.5, 0.5, 0.25]);
  }
});

Deno.test("schedules: settings out of range are refused", () => {
  const cases: [() => unknown, string][] = [
    [() => constant(-1), "learningRate is -1, want a number of at least 0"],
    [() => constant(Infinity), "learningRate is Infinity, want a number of at least 0"],
    [() => stepDecay({ learningRate: NaN, every: 1 }), "learningRate is NaN, want a number of at least 0"],
    [() => stepDecay({ learningRate: 1, every: 0 }), "every is 0, want a number of at least 1"],
    [() => stepDecay({ learningRate: 1, every: 1, factor: -1 }), "factor is -1, want a number of at least 0"],
    [() => cosine({ learningRate: 1, steps: 0 }), "steps is 0, want a number of at least 1"],
    [() => cosine({ learningRate: 1, steps: 1, minimum: -1 }), "minimum is -1, want a number of at least 0"],
    [() => warmUp(-1, 1), "steps is -1, want a number of at least 0"],
    [() => warmUp(1, -1), "learningRate is -1, want a number of at least 0"],
  ];
  for (const [make, message] of cases) assertThrows(make, RangeError, `Cannot make a schedule: ${message}`);
});
