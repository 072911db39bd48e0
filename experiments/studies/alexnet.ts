import type { Study } from "../study/study.ts";

/**
 * The report states neither batch nor learning rate of this network, but its log does: between 900 and 999 steps an epoch are batches
 * of 64; and in the end 0.992 to 0.996 of the training images were right, with losses of batches from 0.011 to 0.026. Of the
 * rates 0.01, 0.02, 0.04 and 0.05 only 0.04 ends there: with the lower ones it comes to 0.999 and more, with 0.05 it stays at 0.990.
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
    learningRate: 0.04,
    epochs: 50,
  },
  varied: {},
};
