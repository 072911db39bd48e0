import { constant, cosine, oneCycle, type Schedule, stepDecay, warmUp } from "@chainrule/optim";
import type { RunConfiguration } from "../study/configuration.ts";
import { risingRate } from "./rising_rate.ts";

/** The learning rate of each step of a run. */
export function makeSchedule(configuration: RunConfiguration, stepsPerEpoch: number): Schedule {
  const { schedule, learningRate, epochs, decayEvery: every, decayFactor: factor } = configuration;
  const { minRate: minimum, startFactor, endFactor } = configuration;
  const steps = epochs * stepsPerEpoch;
  if (schedule === "one-cycle" && steps > 1) {
    // Of very few steps the part that it rises in would be less than one.
    const rise = Math.min(Math.max(configuration.rise, 1 / steps), 1 - 1 / steps);
    return oneCycle({ learningRate, steps, rise, startFactor, endFactor });
  }
  if (schedule === "rising") return (step) => risingRate(learningRate, step, steps);
  const warm = Math.round(configuration.warmUp * stepsPerEpoch);
  const then = schedule === "cosine"
    ? cosine({ learningRate, steps: Math.max(1, steps - warm), minimum })
    : schedule === "step"
    ? stepDecay({ learningRate, every: Math.max(1, Math.round(every * stepsPerEpoch)), factor })
    : constant(learningRate);
  return warm > 0 ? warmUp(warm, then) : then;
}
