import { EXPONENTIALS } from "../../study/choices.ts";
import type { Study } from "../../study/study.ts";
import { PLACES } from "./places.ts";

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
  extra: () => import("./extra.ts").then(({ extra }) => extra),
};
