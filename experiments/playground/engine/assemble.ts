/** From settings to all that takes part in a run.
 * @module
 */
import { Random } from "@chainrule/core";
import type { TrainTest } from "@chainrule/data";
import { Dropout, Sequential } from "@chainrule/layers";
import { constant, cosine, type Schedule, stepDecay, warmUp } from "@chainrule/optim";
import { makeOptimizer } from "../../training/model.ts";
import { prepare, type Training } from "../../training/train.ts";
import type { Settings } from "./settings.ts";

/** The schedule of a run of so many steps an epoch. */
function scheduleOf({ schedule, learningRate, epochs }: Settings, stepsPerEpoch: number): Schedule {
  const steps = epochs * stepsPerEpoch;
  switch (schedule) {
    case "constant":
      return constant(learningRate);
    case "cosine":
      return cosine({ learningRate, steps });
    case "step":
      return stepDecay({ learningRate, every: Math.max(1, Math.round(steps / 3)), factor: 0.3 });
    case "warm-up":
      return warmUp(2 * stepsPerEpoch, learningRate);
  }
}

/** The network with dropout behind each hidden activation. */
function withDropout(model: Sequential, { dropout, seed }: Settings): Sequential {
  if (dropout === 0) return model;
  const random = new Random(seed);
  return new Sequential(
    ...model.layers.flatMap((layer) =>
      layer.name === "Linear" ? [layer] : [layer, new Dropout(dropout, { random: random.fork() })]
    ),
  );
}

/**
 * A run, as `deno task experiment` sets it up: without dropout and with a constant learning rate the same configuration and seed
 * come to the same weights.
 */
export function assemble(settings: Settings, data: TrainTest): Training {
  // The page has schedules and dropout of its own.
  const configuration = { ...settings, schedule: "constant", dropout: 0 } as const;
  const training = prepare(configuration, data);
  const model = withDropout(training.model, settings);
  if (settings.schedule === "constant") return { ...training, model };
  const schedule = scheduleOf(settings, Math.ceil(data.train.count / settings.batchSize));
  return { ...training, model, optimizer: makeOptimizer(configuration, model.parameters(), schedule) };
}
