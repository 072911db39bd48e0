import type { Study } from "../study/study.ts";

export const alexnet: Study = {
  name: "alexnet",
  title: "A network inspired by AlexNet",
  question: "What does a deeper network with mixed activations reach?",
  description: "hidden layers 512, 256, 128 with Tanh, Selu, Tanh",
  fixed: { hidden: [512, 256, 128], activation: ["tanh", "selu", "tanh"], initStd: 0.005, epochs: 50 },
  varied: {},
};
