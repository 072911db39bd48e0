import type { Study } from "../study/study.ts";

const WIDTHS = [32, 64, 128, 256, 512, 1024], DEPTHS = [1, 2, 3];

/** What do width, depth and time buy? At a learning rate at which the small networks learn quickly, and the large ones still learn. */
export const size: Study = {
  name: "size",
  title: "Width, depth and time",
  question:
    "What accuracy do wider networks, more layers and longer training buy, and for how many operations?",
  description: "widths and depths, after each epoch",
  fixed: { init: "lecun", learningRate: 0.03, epochs: 30 },
  varied: { hidden: DEPTHS.flatMap((depth) => WIDTHS.map((width) => Array<number>(depth).fill(width))) },
  panels(variant) {
    const widths = variant.split("-");
    return {
      panel: `${widths.length} hidden layer${widths.length > 1 ? "s" : ""}`,
      line: `width ${widths[0]}`,
    };
  },
  front: true,
  timed: true,
};
