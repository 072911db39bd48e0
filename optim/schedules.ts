/** Learning rates that change.
 * @module
 */
import { checkNumber } from "@chainrule/core";

/** The learning rate of each step: `step` is 0 for the first. */
export type Schedule = (step: number) => number;

/**
 * The same learning rate at every step.
 *
 * @example
 * ```ts
 * import { constant } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(constant(0.1)(1000), 0.1);
 * ```
 */
export function constant(learningRate: number): Schedule {
  checkNumber("make a schedule", "learningRate", learningRate);
  return () => learningRate;
}

/** A learning rate as a schedule. */
export function asSchedule(learningRate: number | Schedule): Schedule {
  return typeof learningRate === "function" ? learningRate : constant(learningRate);
}

/**
 * A learning rate that is multiplied by `factor` after every `every` steps.
 *
 * @param settings `learningRate`: at first; `every`: steps; `factor`: 0.1 unless given.
 *
 * @example
 * ```ts
 * import { stepDecay } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const schedule = stepDecay({ learningRate: 1, every: 100, factor: 0.5 });
 * assertEquals([0, 99, 100, 250].map(schedule), [1, 1, 0.5, 0.25]);
 * ```
 */
export function stepDecay(
  { learningRate, every, factor = 0.1 }: { learningRate: number; every: number; factor?: number },
): Schedule {
  checkNumber("make a schedule", "learningRate", learningRate);
  checkNumber("make a schedule", "every", every, 1);
  checkNumber("make a schedule", "factor", factor);
  return (step) => learningRate * factor ** Math.floor(step / every);
}

/**
 * A learning rate that falls to `minimum` along half a wave of the cosine and stays there (I. Loshchilov and F. Hutter, "SGDR",
 * 2017, without restarts).
 *
 * @param settings `learningRate`: at first; `steps`: how long it falls; `minimum`: 0 unless given.
 *
 * @example
 * ```ts
 * import { cosine } from "@chainrule/optim";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const schedule = cosine({ learningRate: 1, steps: 100 });
 * assertAlmostEquals(schedule(0), 1);
 * assertAlmostEquals(schedule(50), 0.5);
 * assertAlmostEquals(schedule(200), 0);
 * ```
 */
export function cosine(
  { learningRate, steps, minimum = 0 }: { learningRate: number; steps: number; minimum?: number },
): Schedule {
  checkNumber("make a schedule", "learningRate", learningRate);
  checkNumber("make a schedule", "steps", steps, 1);
  checkNumber("make a schedule", "minimum", minimum);
  return (step) => wave(learningRate, minimum, Math.min(step / steps, 1));
}

/**
 * Another schedule after a warm-up, during which the learning rate rises evenly from 1/(steps + 1) of that schedule's first
 * to the whole. The other schedule counts its steps from the end of the warm-up.
 *
 * @param steps How long the warm-up takes.
 * @param then What follows: a schedule, or a number for a constant one.
 *
 * @example
 * ```ts
 * import { warmUp } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0, 1, 2, 3, 4].map(warmUp(3, 1)), [0.25, 0.5, 0.75, 1, 1]);
 * ```
 */
export function warmUp(steps: number, then: Schedule | number): Schedule {
  checkNumber("make a schedule", "steps", steps);
  const schedule = asSchedule(then);
  return (step) => step < steps ? schedule(0) * (step + 1) / (steps + 1) : schedule(step - steps);
}

/**
 * One cycle: the learning rate rises from `learningRate / startFactor` to `learningRate` and falls to `learningRate /
 * (startFactor·endFactor)`, each along half a wave of the cosine, and stays there (L. Smith and N. Topin, "Super-convergence",
 * 2018; PyTorch's `OneCycleLR`).
 *
 * @param settings `learningRate`: the highest; `steps`: of the whole cycle, at least 2; `rise`: the part of them in which it
 * rises, between 0 and 1, 0.3 unless given; `startFactor`: 25 unless given; `endFactor`: 10,000 unless given, both at least 1.
 *
 * @example
 * ```ts
 * import { oneCycle } from "@chainrule/optim";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const schedule = oneCycle({ learningRate: 0.5, steps: 100 });
 * assertAlmostEquals(schedule(0), 0.02);
 * assertAlmostEquals(schedule(29), 0.5);
 * assertAlmostEquals(schedule(64), 0.25, 1e-6);
 * assertAlmostEquals(schedule(99), 2e-6);
 * ```
 */
export function oneCycle({ learningRate, steps, rise = 0.3, startFactor = 25, endFactor = 1e4 }: {
  learningRate: number;
  steps: number;
  rise?: number;
  startFactor?: number;
  endFactor?: number;
}): Schedule {
  checkNumber("make a schedule", "learningRate", learningRate);
  checkNumber("make a schedule", "steps", steps, 2);
  checkNumber("make a schedule", "rise", rise, 1 / steps, 1 - 1 / steps);
  checkNumber("make a schedule", "startFactor", startFactor, 1);
  checkNumber("make a schedule", "endFactor", endFactor, 1);
  const first = learningRate / startFactor, last = first / endFactor;
  const top = rise * steps - 1, end = steps - 1;
  return (step) =>
    step < top
      ? wave(first, learningRate, step / top)
      : wave(learningRate, last, Math.min((step - top) / (end - top), 1));
}

/** From one number to another along half a wave of the cosine, as `part` goes from 0 to 1. */
function wave(from: number, to: number, part: number): number {
  return to + (from - to) * (1 + Math.cos(Math.PI * part)) / 2;
}
