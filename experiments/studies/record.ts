import type { RunConfiguration } from "../study/configuration.ts";
import type { Study } from "../study/study.ts";

/** Every image anew in each epoch, nearly as far as P. Simard and others (2003) and D. Cireșan and others (2010) went. */
const DISTORTED = "shift=1+rotation=10+scale=0.1+elastic=34";

/** Widths, what is dropped and what is normalised: few settings, each from one end of what others report for networks of this kind. */
const PLAIN: readonly Partial<RunConfiguration>[] = [
  { hidden: [1024, 1024], inputDropout: 0.2, dropout: 0.5 },
  { hidden: [1024, 1024], inputDropout: 0.2, dropout: 0.5, norm: "batch" },
  { hidden: [1024, 1024], inputDropout: 0.1, dropout: 0.3, norm: "batch" },
  { hidden: [1024, 1024, 1024], inputDropout: 0.2, dropout: 0.4 },
];

const WITH_DISTORTION: readonly Partial<RunConfiguration>[] = [
  { hidden: [1024, 1024] },
  { hidden: [1024, 1024], dropout: 0.2 },
  { hidden: [1024, 1024], dropout: 0.1, norm: "batch" },
];

/** How accurate can passes written by hand be? The best is chosen on images held out, and tested once for each seed. */
export const record: Study = {
  name: "record",
  title: "How far it gets",
  question: "How accurate can a network without convolutions be, without and with distorted images?",
  description: "the most accurate, without and with distortions",
  fixed: {
    activation: ["relu"],
    init: "he",
    scale: "unit",
    labelSmoothing: 0.1,
    batchSize: 128,
    learningRate: 0.2,
    schedule: "one-cycle",
    epochs: 60,
  },
  varied: {},
  trials: [...PLAIN, ...WITH_DISTORTION.map((settings) => ({ ...settings, augment: DISTORTED }))],
  search: true,
  each: ["augment"],
};
