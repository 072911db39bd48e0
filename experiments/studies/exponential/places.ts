import type { RunConfiguration } from "../../study/configuration.ts";

/** Networks that need an exponential in one place each. */
export const PLACES: Readonly<Record<string, Partial<RunConfiguration>>> = {
  selu: { activation: ["selu"], loss: "hinge" },
  tanh: { activation: ["tanh"], loss: "hinge" },
  softmax: { activation: ["hard-swish"], loss: "softmax-cross-entropy" },
};
