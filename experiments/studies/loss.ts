import { LOSSES } from "../configuration.ts";
import type { Study } from "../study.ts";

/** Which loss? */
export const loss: Study = {
  name: "loss",
  title: "Losses compared",
  description: "compares the losses",
  varied: { loss: LOSSES },
};
