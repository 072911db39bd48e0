/** Small records made by hand, for tests.
 * @module
 */
import type { LayerMeasures, RunRecord, WatchedStep } from "../study/run_record.ts";
import { runsOf, type Study } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";

const DATA = {
  name: "mnist",
  checksum: "0",
  trainImages: 60,
  testImages: 10,
  rows: 28,
  columns: 28,
  classes: 10,
};

/** What is different about a run: its accuracies on images that are not learned from, epoch by epoch, and more. */
export interface Told {
  readonly held?: readonly number[];
  /** The losses in training; those on other images are twice as large. */
  readonly loss?: readonly number[];
  /** Seconds of an epoch. */
  readonly seconds?: number;
  readonly status?: RunRecord["status"];
  readonly watched?: readonly WatchedStep[];
}

/** The record of a study whose runs did what is told. Accuracies on training images are 0.01 higher; runs without a word have not begun. */
export function recordOf(
  study: Study,
  told: Readonly<Record<string, Told>>,
  { seeds = 1, epochs = 2, extra = {} }: { seeds?: number; epochs?: number; extra?: StudyRecord["extra"] } =
    {},
): StudyRecord {
  const runs = runsOf(study, { settings: { epochs, dataset: "mnist" }, seeds });
  const all = "best" in told ? [...runs, { ...runs[0], name: "best" }] : runs;
  const records = all.flatMap((run): RunRecord[] => {
    if (!told[run.name]) return [];
    const { held = [], loss = held.map(() => 1), seconds = 2, status = "finished", watched } = told[run.name];
    return [{
      run,
      parameters: 7,
      steps: [],
      status,
      watched,
      epochs: held.map((heldOutAccuracy, i) => ({
        type: "epoch",
        epoch: i + 1,
        trainLoss: loss[i],
        trainAccuracy: heldOutAccuracy + 0.01,
        heldOutLoss: 2 * loss[i],
        heldOutAccuracy,
        seconds,
      })),
    }];
  });
  return { study, runs, seeds, data: DATA, records, extra };
}

/** A study that has only what charts look at. */
export function studyOf(more: Partial<Study>): Study {
  return { name: "sample", title: "A sample", question: "?", description: "a sample", varied: {}, ...more };
}

const LOSSES = ["kl-div", "softmax-cross-entropy", "hinge", "focal"] as const;

/** Four losses with two seeds each: one always diverges, one with a single seed. */
export const losses: StudyRecord = recordOf(studyOf({ varied: { loss: LOSSES } }), {
  "kl-div@1": { held: [0.5, 0.9], loss: [2, 1], seconds: 2 },
  "kl-div@2": { held: [0.7, 0.94], loss: [4, 1], seconds: 4 },
  "softmax-cross-entropy@1": { held: [0.6, 0.8], loss: [3, 2], seconds: 5 },
  "softmax-cross-entropy@2": { held: [0.2], loss: [9], status: "diverged" },
  "hinge@1": { held: [0.1], loss: [5], status: "diverged" },
  "hinge@2": { held: [0.2], loss: [7], status: "diverged" },
  "focal@1": { held: [0.8, 0.96], loss: [0.5, 0.25], seconds: 1 },
  "focal@2": { held: [0.8, 0.98], loss: [0.5, 0.25], seconds: 1 },
}, { seeds: 2 });

const layer = (maximum: number): LayerMeasures => ({
  layer: "linear 1",
  mean: 1,
  maximum,
  lowest: -1,
  highest: 1,
  rowRange: 1,
});

/** A step in which layers put out at most this. */
export function watched(iteration: number, maxima: readonly number[], gradientNorm?: number): WatchedStep {
  return { epoch: 1, iteration, gradientNorm, layers: maxima.map(layer) };
}

/** Two learning rates, of which one lets training overflow, and softmax. */
export const overflow: StudyRecord = recordOf(
  studyOf({
    variants: { "rate 0.1": { learningRate: 0.1 }, "rate 1000": { learningRate: 1000 }, "deep rate 0.1": {} },
    panels: (name) => ({ panel: name.startsWith("deep") ? "deep" : "flat", line: name.replace("deep ", "") }),
    watch: true,
  }),
  {
    "rate 0.1": { held: [0.9], watched: [watched(1, [1, 3], 2), watched(10, [4, 2], 5)] },
    "rate 1000": {
      held: [],
      status: "diverged",
      watched: [watched(1, [1, 3], 2), watched(2, [1e20, 1e30], 1e25), watched(3, [Infinity, NaN])],
    },
    "deep rate 0.1": { held: [0.95], watched: [watched(1, [2], 3)] },
  },
  {
    epochs: 1,
    extra: {
      softmax: [
        ["plain", -200, NaN, "underflow"] as const,
        ["plain", -104, 0.25, "inaccurate"] as const,
        ["plain", 0, 2e-8, "ok"] as const,
        ["plain", 90, NaN, "overflow"] as const,
        ["shifted", 90, 3e-8, "ok"] as const,
      ].map(([method, shift, maximumError, status]) => ({
        method,
        shift,
        largestLogit: shift + 9,
        smallestLogit: shift,
        sum: 1,
        largest: 0.6,
        maximumError,
        status,
      })),
    },
  },
);

/** A search over two settings: 0.1 with momentum 0.9 is the best, one trial has diverged, one was stopped. */
export const search: StudyRecord = recordOf(
  studyOf({ varied: { learningRate: [0.001, 0.1, 1], momentum: [0, 0.9] }, search: true }),
  {
    t001: { held: [0.3, 0.5], seconds: 1 },
    t002: { held: [0.4, 0.6], seconds: 1 },
    t003: { held: [0.6], seconds: 1, status: "stopped" },
    t004: { held: [0.7, 0.9], seconds: 2 },
    t005: { held: [0.8, 0.8], seconds: 1, status: "diverged" },
    t006: { held: [0.5, 0.7], seconds: 1 },
    best: { held: [0.8, 0.92], seconds: 3 },
  },
);

/** Two ways in two places: one without an error, one without bounds. */
export const exponentials: StudyRecord = recordOf(studyOf({}), {}, {
  extra: {
    functions: [
      ["tanh", "simd", 1e-7, 0.5] as const,
      ["tanh", "exact", 0, 20] as const,
      ["softmax", "simd", 2e-7, 5] as const,
      ["softmax", "taylor", Infinity, 4] as const,
    ].map(([place, exponential, maximumError, forwardNs]) => ({
      place,
      exponential,
      low: -1,
      high: 1,
      maximumError,
      forwardNs,
      backwardNs: 1,
    })),
  },
});

/** Combinations of two losses and two activations in one of two networks. */
export const combined: StudyRecord = recordOf(
  studyOf({ varied: { hidden: [[128], [64]], activation: [["tanh"], ["selu"]], loss: ["kl-div", "hinge"] } }),
  {
    "128 tanh kl-div": { held: [0.5, 0.9] },
    "128 tanh hinge": { held: [0.5, 0.8] },
    "128 selu kl-div": { held: [0.5, 0.7] },
    "128 selu hinge": { held: [0.5, 0.98] },
  },
);
