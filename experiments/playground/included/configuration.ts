import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";

/** How the network that the page has from the start was trained: see `train.ts`. */
export const INCLUDED: RunConfiguration = {
  ...DEFAULTS,
  dataset: "mnist",
  scale: "unit",
  hidden: [64],
  init: "lecun",
  optimizer: "adamw",
  learningRate: 2e-3,
  weightDecay: 0.02,
};
