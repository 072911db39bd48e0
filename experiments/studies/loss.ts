import type { Study } from "../study/study.ts";

export const loss: Study = {
  name: "loss",
  title: "Losses compared",
  question: "Which loss trains a network with one hidden layer best, and what does it cost?",
  description: "compares the losses",
  varied: { loss: ["kl-div", "softmax-cross-entropy", "hinge", "focal"] },
};
