import type { Study } from "../study/study.ts";

const [HS, SL] = ["hard-swish", "selu"] as const;

/** Does it help to mix activations, and in which order? The order is that of the layers, from the images on. */
export const mixed: Study = {
  name: "mixed",
  title: "Mixed activations",
  question:
    "Does a network with two kinds of activations do better than with one, and does their order matter?",
  description: "HardSwish (HS) and Selu (SL) in one network",
  // With weights of std 0.01 none of these networks learns anything in 24 epochs.
  fixed: { hidden: [256, 128, 64, 32], init: "lecun" },
  variants: {
    "HS-HS-HS-HS": { activation: [HS, HS, HS, HS] },
    "SL-SL-SL-SL": { activation: [SL, SL, SL, SL] },
    "HS-HS-SL-SL": { activation: [HS, HS, SL, SL] },
    "SL-SL-HS-HS": { activation: [SL, SL, HS, HS] },
  },
  varied: {},
};
