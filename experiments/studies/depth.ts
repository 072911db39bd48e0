import type { Study } from "../study/study.ts";

export const depth: Study = {
  name: "depth",
  title: "Depths compared",
  question: "How many layers are worth their time?",
  description: "1 to 16 linear layers, with HardSwish and hinge",
  fixed: { activation: ["hard-swish"], loss: "hinge" },
  variants: {
    "1 layer": { hidden: [] },
    "2 layers": { hidden: [245] },
    "4 layers": { hidden: [245, 137, 77] },
    "8 layers": { hidden: [438, 245, 183, 137, 77, 43, 24] },
    "16 layers": { hidden: [586, 438, 328, 245, 227, 183, 137, 102, 77, 57, 43, 32, 24, 18, 13] },
  },
  varied: {},
};
