import type { Study } from "../study/study.ts";

/**
 * The report states neither batch nor learning rate of this network, but its log does: between 900 and 999 steps an epoch are batches
 * of 64, and with these weights a training accuracy above 0.99 wants a learning rate of 0.01.
 */
export const alexnet: Study = {
  name: "alexnet",
  title: "A network inspired by AlexNet",
  question: "What does a deeper network with mixed activations reach?",
  description: "hidden layers 512, 256, 128 with Tanh, Selu, Tanh",
  fixed: {
    hidden: [512, 256, 128],
    activation: ["tanh", "selu", "tanh"],
    initStd: 0.005,
    batchSize: 64,
    learningRate: 0.01,
    epochs: 50,
  },
  varied: {},
};
