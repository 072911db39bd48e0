import type { Study } from "../study/study.ts";

/** One run of whatever is asked for. */
export const train: Study = {
  name: "train",
  title: "One run",
  question: "How does a single network do?",
  description: "one run of whatever the options ask for",
  varied: {},
};
