import type { Study } from "../study/study.ts";

/** A learning-rate range test (L. Smith, "Cyclical learning rates for training neural networks", 2017). */
export const range: Study = {
  name: "range",
  title: "Learning-rate range test",
  question: "How high may the learning rate be?",
  description: "loss against a learning rate that rises step by step",
  fixed: { schedule: "rising", learningRate: 10, epochs: 1 },
  varied: {},
  logEvery: 1,
  rates: true,
};
