import { EXPONENTIALS, type RunConfiguration } from "../../study/configuration.ts";
import type { Study } from "../../study/study.ts";

/** Networks that need an exponential in one place each. */
export const PLACES: Readonly<Record<string, Partial<RunConfiguration>>> = {
  selu: { activation: ["selu"], loss: "hinge" },
  tanh: { activation: ["tanh"], loss: "hinge" },
  softmax: { activation: ["hard-swish"], loss: "softmax-cross-entropy" },
};

/** What does the exponential cost, and what do substitutes? */
export const exponential: Study = {
  name: "exponential",
  title: "Substitutes for the exponential",
  question:
    "Can a third-order Taylor series take the place of exp in SELU, Tanh and softmax, and what is gained?",
  description: "exp, a range-reduced polynomial and a Taylor series in SELU, Tanh and softmax",
  variants: Object.fromEntries(
    Object.entries(PLACES).flatMap(([place, settings]) =>
      EXPONENTIALS.map((exponential) => [`${place} ${exponential}`, { ...settings, exponential }])
    ),
  ),
  varied: {},
  panels(variant) {
    const [panel, line] = variant.split(" ");
    return { panel, line };
  },
  watch: true,
  findings: () => import("./findings.ts"),
};
