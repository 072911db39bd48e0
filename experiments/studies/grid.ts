import type { Study } from "../study/study.ts";

export const grid: Study = {
  name: "grid",
  title: "Grid search",
  question: "Which settings are best, and which of them matter?",
  description: "looks for the best settings, on images held out",
  fixed: { epochs: 10 },
  varied: {
    learningRate: [1e-3, 1e-2, 1e-1],
    weightDecay: [1e-5, 1e-3, 1e-1],
    momentum: [0, 0.9],
    batchSize: [50, 200],
    hidden: [[64], [256]],
    activation: [["tanh"], ["selu"]],
    loss: ["softmax-cross-entropy", "hinge"],
  },
  search: true,
};
