import type { Study } from "../study.ts";

/** One run of whatever is asked for. */
export const train: Study = {
  name: "train",
  title: "One run",
  description: "one run of whatever the options ask for",
  varied: {},
};
