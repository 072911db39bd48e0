import type { Study } from "../study/study.ts";

export const activation: Study = {
  name: "activation",
  title: "Activations compared",
  question: "Which activation trains a network with one hidden layer best, and what does it cost?",
  description: "compares the activations, with the hinge loss",
  fixed: { loss: "hinge" },
  varied: { activation: [["selu"], ["hard-swish"], ["tanh"]] },
};
