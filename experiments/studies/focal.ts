import type { Study } from "../study/study.ts";

/** What do the settings of the focal loss do? */
export const focal: Study = {
  name: "focal",
  title: "Focal loss",
  question: "Does the focal loss gain anything over cross-entropy, and what do its two settings do?",
  description: "cross-entropy, and the focal loss over gamma and alpha",
  variants: { "softmax-cross-entropy": { loss: "softmax-cross-entropy" } },
  fixed: { loss: "focal" },
  varied: { gamma: [0, 0.5, 1, 2, 5], alpha: [0.1, 1] },
  panels(variant) {
    const [, line, panel] = variant.match(/^(gamma=\S+) (alpha=\S+)$/) ?? [undefined, variant, undefined];
    return { panel, line };
  },
};
