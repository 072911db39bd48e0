/** Made-up records of every kind of study, for tests.
 * @module
 */
import { rank } from "../analysis/trials.ts";
import { studies } from "../studies/mod.ts";
import { EXPONENTIALS } from "../study/choices.ts";
import { PRESETS } from "../study/configuration.ts";
import type { Run } from "../study/run_names.ts";
import type { EpochMeasures, RunRecord, WatchedStep } from "../study/run_record.ts";
import { type Choices, runsOf, type Study, withSeeds } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";

/** What a run comes to after its last epoch; undefined diverges. */
export type Outcome = {
  readonly accuracy: number;
  readonly loss: number;
  /** How far the training accuracy is above that. */
  readonly gap?: number;
  /** What an epoch takes. */
  readonly seconds?: number;
} | undefined;

const MNIST = {
  name: "mnist",
  checksum: "ac89dbc26b7b",
  verified: true,
  trainImages: 60_000,
  testImages: 10_000,
  rows: 28,
  columns: 28,
  classes: 10,
};

/** The record of a study whose runs come to what is wanted. */
export function madeUp(
  study: Study,
  outcomeOf: (run: Run) => Outcome,
  { seeds = 1, settings, varied }: Choices = {},
): StudyRecord {
  const runs = runsOf(study, { seeds, varied, settings: { dataset: "mnist", ...settings } });
  return {
    study,
    runs,
    seeds,
    data: MNIST,
    records: runs.map((run) => recordOf(run, outcomeOf(run))),
    extra: {},
  };
}

/** The record of a run. Seeds lie some hundredths of a point apart. */
export function recordOf(run: Run, outcome: Outcome, until = run.configuration.epochs): RunRecord {
  const { seed, epochs } = run.configuration, parameters = 101_770;
  if (!outcome) {
    const divergedAt = { epoch: 1, iteration: 17, layer: "selu 1", what: "output" };
    return { run, parameters, epochs: [], steps: [], status: "diverged", divergedAt };
  }
  const { gap = 0.012, seconds = 0.2 + 0.01 * run.name.length } = outcome;
  const luck = 0.0004 * (seed % 3 - 1);
  const epochOf = (epoch: number): EpochMeasures => {
    const rest = Math.exp(-4 * epoch / epochs) - Math.exp(-4);
    return {
      type: "epoch",
      epoch,
      trainLoss: outcome.loss * (0.8 + 6 * rest),
      trainAccuracy: Math.min(1, outcome.accuracy + gap - 0.3 * rest),
      heldOutLoss: outcome.loss * (1 + 5 * rest),
      heldOutAccuracy: outcome.accuracy + luck - 0.3 * rest,
      seconds,
    };
  };
  const measured = Array.from({ length: until }, (_, i) => epochOf(i + 1));
  return { run, parameters, epochs: measured, steps: [], status: "finished" };
}

const LOSSES: Record<string, Outcome> = {
  "kl-div": { accuracy: 0.965, loss: 0.117 },
  "softmax-cross-entropy": { accuracy: 0.9648, loss: 0.1169 },
  "hinge": { accuracy: 0.9783, loss: 0.4487 },
  "focal": { accuracy: 0.9125, loss: 0.0159 },
};

/** The four losses, with several seeds. */
export function lossRecord(epochs = 100): StudyRecord {
  return madeUp(studies.loss, ({ configuration }) => LOSSES[configuration.loss], {
    seeds: 5,
    settings: { epochs },
  });
}

/** The same losses with the learning rate and weight decay that the coursework report states. */
export function publishedRecord(): StudyRecord {
  const losses = Object.keys(LOSSES);
  return madeUp(
    studies.loss,
    ({ configuration }) => ({ accuracy: 0.3 + 0.05 * losses.indexOf(configuration.loss), loss: 2.2 }),
    { settings: PRESETS.published },
  );
}

/** How much settings add to the accuracy. */
const MATTERS: Record<string, number> = {
  "kl-div": -0.001,
  "softmax-cross-entropy": 0,
  "hinge": 0.012,
  "selu": -0.001,
  "hard-swish": 0,
  "tanh": 0.004,
};

/** Two axes and a third: eighteen variants. */
export function matrixRecord(): StudyRecord {
  return madeUp(studies.matrix, ({ configuration: { hidden, activation, loss } }) => ({
    accuracy: 0.96 + MATTERS[loss] + MATTERS[activation[0]] + 0.003 * hidden.length,
    loss: loss === "hinge" ? 0.3 : 0.1,
  }), { seeds: 3, settings: { epochs: 20 } });
}

/** A grid of 24 trials, half of them stopped early, and the training of the best. */
export function gridRecord(): StudyRecord {
  const varied = {
    learningRate: [0.01, 0.001, 0.0001],
    hidden: [[64], [256, 128]],
    activation: [["tanh"], ["selu"]],
    momentum: [0, 0.9],
  } as const;
  const study: Study = { ...studies.grid, varied };
  const record = madeUp(study, ({ configuration: { learningRate, hidden, momentum, activation } }) => ({
    accuracy: 0.98 - 0.02 * Math.abs(Math.log10(learningRate) + 3 - momentum) - 0.004 * (2 - hidden.length) -
      (activation[0] === "selu" ? 0.001 : 0),
    loss: 0.2,
  }), { settings: { epochs: 6 } });
  const accuracy = ({ epochs }: RunRecord) => epochs[1].heldOutAccuracy;
  const halfway = record.records.map(accuracy).sort((a, b) => b - a)[11];
  const trials = record.records.map((trial): RunRecord =>
    accuracy(trial) < halfway
      ? { ...trial, epochs: trial.epochs.slice(0, 2), status: "stopped", rung: 1 }
      : { ...trial, rung: 2 }
  );
  const [best] = withSeeds({ name: "best", configuration: rank(study, trials)[0].run.configuration }, 1);
  return {
    ...record,
    data: { ...MNIST, validationImages: 10_000 },
    halving: { rungs: [2], keep: 0.5 },
    records: [...trials, recordOf(best, { accuracy: 0.981, loss: 0.1 })],
  };
}

/** Overflow in networks and in softmax. */
export async function stabilityRecord(): Promise<StudyRecord> {
  const record = madeUp(
    studies.stability,
    ({ configuration: { learningRate, clipNorm } }) =>
      learningRate >= 1 && clipNorm === 0 ? undefined : { accuracy: 0.96, loss: 0.3 },
  );
  const records = record.records.map((run) => ({ ...run, watched: watchedSteps(run) }));
  const { measure } = await studies.stability.extra!();
  return { ...record, records, extra: measure({ ...record, records }) };
}

function watchedSteps({ run, status }: RunRecord): WatchedStep[] {
  const steps = status === "diverged" ? [1, 2, 4, 8, 16] : [1, 2, 4, 8, 16, 32, 64, 128, 256];
  const { learningRate, hidden } = run.configuration;
  return steps.map((iteration) => {
    const growth = status === "diverged"
      ? Math.exp(Math.min(iteration * learningRate, 60))
      : Math.sqrt(iteration);
    const layers = Array.from({ length: hidden.length + 1 }, (_, i) => {
      const size = (1 + i) * growth;
      return {
        layer: `linear ${i + 1}`,
        mean: size,
        maximum: 8 * size,
        lowest: -size,
        highest: size,
        rowRange: size,
      };
    });
    const gradientNorm = status === "diverged" && iteration === 16 ? NaN : 0.3 * growth;
    return { epoch: 1, iteration, gradientNorm, layers };
  });
}

/** Ways to get the exponential. */
export function exponentialRecord(): StudyRecord {
  const record = madeUp(studies.exponential, ({ configuration }) => ({
    accuracy: configuration.exponential === "taylor" ? 0.3 : 0.965,
    loss: 0.12,
  }), { settings: { epochs: 8 } });
  const functions = ["selu", "tanh", "softmax"].flatMap((place) =>
    EXPONENTIALS.map((exponential, i) => ({
      place,
      exponential,
      low: -8,
      high: 4,
      maximumError: [6e-8, 0, 2e-7, 3.2][i],
      forwardNs: [0.6, 9, 1.1, 0.4][i],
      backwardNs: place === "softmax" ? undefined : [0.3, 8, 0.9, 0.3][i],
    }))
  );
  const records = record.records.map((run) => ({ ...run, watched: watchedSteps(run) }));
  return { ...record, records, extra: { functions } };
}
