import type { Study } from "../study/study.ts";

/** How far do passes written by hand get? */
export const record: Study = {
  name: "record",
  title: "How far it gets",
  question: "How accurate can a network without convolutions be, and how soon is it at 97, 98 and 99 %?",
  description: "the most accurate and the quickest settings",
  variants: {},
  varied: {},
  goals: [0.97, 0.98, 0.99],
  timed: true,
};
