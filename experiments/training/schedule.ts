import { constant, cosine, oneCycle, type Schedule, stepDecay, warmUp } from "@chainrule/optim";
import type { RunConfiguration } from "../study/configuration.ts";

/** What the learning rate is multiplied by in all, from the first step to the last, where it rises. */
const RISE = 1e6;

/** The learning rate of each step of a run. */
export function makeSchedule(configuration: RunConfiguration, stepsPerEpoch: number): Schedule {
  const { schedule, learningRate, epochs, decayEvery: every, decayFactor: factor } = configuration;
  const steps = epochs * stepsPerEpoch;
  if (schedule === "one-cycle" && steps > 1) {
    // Of very few steps the part that it rises in would be less than one.
    return oneCycle({ learningRate, steps, rise: Math.max(0.3, 1 / steps) });
  }
  if (schedule === "rising") return rising(learningRate, steps);
  const warm = Math.round(configuration.warmUp * stepsPerEpoch);
  const then = schedule === "cosine"
    ? cosine({ learningRate, steps: Math.max(1, steps - warm) })
    : schedule === "step"
    ? stepDecay({ learningRate, every: Math.max(1, Math.round(every * stepsPerEpoch)), factor })
    : constant(learningRate);
  return warm > 0 ? warmUp(warm, then) : then;
}

/** From a millionth of the learning rate up to it, by equal factors, as in a learning-rate range test (L. Smith, 2017). */
export function rising(learningRate: number, steps: number): Schedule {
  return (step) => learningRate * RISE ** (steps > 1 ? step / (steps - 1) - 1 : 0);
}
