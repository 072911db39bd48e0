import { type Dataset, slice } from "@chainrule/data";
import type { RunConfiguration } from "../study/configuration.ts";
import { halvingShare } from "../study/halving.ts";
import type { AskedStudy } from "../study/study_record.ts";
import { bestCount } from "../study/study.ts";
import { prepare, train, type Training } from "../training/train.ts";
import { holdOut } from "./hold_out.ts";
import type { StudyData } from "../study/study_data.ts";

/** The steps of an epoch that is measured, and how many of these. */
const STEPS = 8, EPOCHS = 5;

/** What steps take no longer for: how far they go, and for how long. */
const FREE: Partial<RunConfiguration> = {
  seed: 1,
  epochs: EPOCHS,
  learningRate: 1e-4,
  schedule: "constant",
  warmUp: 0,
  weightDecay: 1e-5,
  patience: 0,
  init: "lecun",
  margin: 5,
  alpha: 0.1,
};

/** Estimates how long trainings take, one at a time with the threads and kernels in use, from a few steps of each kind. */
export class Estimate {
  readonly #data: StudyData;
  readonly #epochs = new Map<string, number>();

  constructor(data: StudyData) {
    this.#data = data;
  }

  /** The seconds of all runs of a study, one after the other; of a search with those of the best. */
  study({ study, runs, seeds, halving }: AskedStudy): number {
    const data = study.search ? holdOut(this.#data) : this.#data;
    const sum = runs.reduce(
      (sum, { configuration }) => sum + configuration.epochs * this.#epoch(configuration, data),
      0,
    );
    if (!study.search || runs.length === 0) return sum;
    const share = halving ? halvingShare(runs[0].configuration.epochs, runs.length, halving) : 1;
    const whole = this.#data.train.count / data.train.count;
    return sum * share + sum / runs.length * whole * bestCount(study, runs) * seeds;
  }

  /** The seconds of an epoch with the test after it: as long as of so many of its steps. */
  #epoch(configuration: RunConfiguration, { train: all, test }: Pick<StudyData, "train" | "test">): number {
    const own = { ...configuration, ...FREE }, key = JSON.stringify(own);
    const count = Math.min(all.count, STEPS * own.batchSize), share = count / all.count;
    const part = (images: Dataset) => slice(images, 0, Math.max(1, Math.round(images.count * share)));
    let seconds = this.#epochs.get(key);
    if (seconds === undefined) {
      seconds = leastEpoch(prepare(own, { train: slice(all, 0, count), test: part(test) })) / count;
      this.#epochs.set(key, seconds);
    }
    return seconds * all.count;
  }
}

/** The seconds of the quickest epoch: what others do meanwhile only adds to the time, and in the first memory is reserved. */
function leastEpoch(training: Training): number {
  let least = Infinity, started = performance.now();
  for (const measures of train(training)) {
    if (measures.type !== "epoch") continue;
    const now = performance.now();
    least = Math.min(least, now - started);
    started = now;
  }
  return least === Infinity ? 0 : least / 1000; // what diverges at once takes no time
}
