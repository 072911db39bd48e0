import type { RunConfiguration } from "../../study/configuration.ts";
import type { Study } from "../../study/study.ts";

const RATES = [0.003, 0.01, 0.03, 0.1, 0.3, 1];

/** Three values of what each loss has of its own. Of the focal loss α is 1: for one-hot targets it is a factor of the learning rate. */
const LOSSES: readonly Partial<RunConfiguration>[] = [
  { loss: "softmax-cross-entropy", labelSmoothing: 0 },
  { loss: "softmax-cross-entropy", labelSmoothing: 0.05 },
  { loss: "softmax-cross-entropy", labelSmoothing: 0.1 },
  { loss: "hinge", margin: 1 },
  { loss: "hinge", margin: 5 },
  { loss: "hinge", margin: 10 },
  { loss: "focal", alpha: 1, gamma: 0.5 },
  { loss: "focal", alpha: 1, gamma: 1 },
  { loss: "focal", alpha: 1, gamma: 2 },
];

const ACTIVATIONS = [["tanh"], ["selu"], ["hard-swish"]] as const;

/**
 * Does the loss matter more than the activation at the best settings of each? Each pair has as many trials, on images held out; the
 * best of each is trained on all images and tested once. KL divergence is cross-entropy for one-hot targets.
 */
export const tuned: Study = {
  name: "tuned",
  title: "Losses and activations at their best",
  question:
    "Does the loss matter more than the activation, if each pair has its best learning rate and settings?",
  description: "losses and activations, each pair at its best",
  fixed: { epochs: 20 },
  varied: {},
  trials: ACTIVATIONS.flatMap((activation) =>
    LOSSES.flatMap((loss) => RATES.map((learningRate) => ({ activation, ...loss, learningRate })))
  ),
  search: true,
  each: ["activation", "loss"],
  extra: () => import("./extra.ts").then(({ extra }) => extra),
};
