import type { Study } from "../study/study.ts";

/** Does the loss matter more, or the activation, or a second layer? */
export const matrix: Study = {
  name: "matrix",
  title: "Layers, activations and losses combined",
  question: "Does the loss matter more than the activation, and does a second hidden layer help?",
  description: "all of two networks, three activations, three losses",
  varied: {
    hidden: [[128], [256, 128]],
    activation: [["selu"], ["hard-swish"], ["tanh"]],
    loss: ["kl-div", "softmax-cross-entropy", "hinge"],
  },
  panels(variant) {
    const [hidden, ...line] = variant.split(" ");
    return { panel: `hidden layers: ${hidden}`, line: line.join(" ") };
  },
};
