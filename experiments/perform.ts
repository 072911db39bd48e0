/** One run, from its configuration to its record, with pauses for the rest of the program.
 * @module
 */
import { setImmediate } from "node:timers";
import type { Run } from "./configuration.ts";
import type { RunRecord } from "./results.ts";
import {
  type EpochMeasures,
  type Outcome,
  prepare,
  type StepMeasures,
  train,
  type Training,
} from "./train.ts";

/** How a run is performed, and who watches. */
export interface PerformOptions {
  /** Every how many steps one is recorded; 0 for none. */
  readonly logEvery?: number;
  /** Whether to record what goes on inside the network. */
  readonly watch?: boolean;
  /** Told from time to time of the last step. */
  readonly onStep?: (record: RunRecord, step: StepMeasures) => void;
  /** Told of each epoch, and waited for. */
  readonly onEpoch?: (record: RunRecord, epoch: EpochMeasures) => void | Promise<void>;
  /** Ends the run after the current step when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * How many milliseconds training goes on before timers, signals and files get their turn. A turn takes a few
 * microseconds.
 */
const PAUSE_EVERY = 100;

/** Performs one run. Its record comes back also if it diverged or was interrupted; its `status` tells. */
export function perform(
  run: Run,
  data: Training["data"],
  options: PerformOptions = {},
): Promise<RunRecord> {
  return new Performance(run, data, options).continue();
}

/** A run that can pause between epochs and go on later. */
export class Performance {
  readonly #training: Training;
  readonly #generator: Generator<StepMeasures | EpochMeasures, Outcome, void>;
  readonly #options: PerformOptions;
  readonly #steps: StepMeasures[] = [];
  #record: RunRecord;

  /** A run that is ready to begin. */
  constructor(run: Run, data: Training["data"], options: PerformOptions = {}) {
    const training = prepare(run.configuration, data, options);
    this.#training = training;
    this.#generator = train(training);
    this.#options = options;
    this.#record = {
      run,
      parameters: training.model.parameters().reduce((sum, { value }) => sum + value.size, 0),
      epochs: training.epochs,
      steps: this.#steps,
      watched: training.watched,
      status: "running",
    };
  }

  /** What it has left behind so far. */
  get record(): RunRecord {
    return this.#record;
  }

  /** Goes on until so many epochs are complete, all of them unless given, or until it diverges or is interrupted. */
  async continue(until: number = this.#record.run.configuration.epochs): Promise<RunRecord> {
    const { logEvery = 100, onStep, onEpoch, signal } = this.#options;
    const { configuration } = this.#record.run, { epochs } = this.#training;
    let paused = performance.now();
    while (epochs.length < until || epochs.length === configuration.epochs) {
      const { done, value } = this.#generator.next();
      if (done) {
        return this.#record = value.status === "finished"
          ? { ...this.#record, status: "finished" }
          : { ...this.#record, status: "diverged", divergedAt: value };
      }
      if (value.type === "epoch") await onEpoch?.(this.#record, value);
      else if (logEvery > 0 && value.iteration % logEvery === 0) this.#steps.push(value);
      const now = performance.now();
      if (now - paused >= PAUSE_EVERY) {
        if (value.type === "step") onStep?.(this.#record, value);
        await new Promise<void>((resolve) => setImmediate(resolve));
        paused = performance.now();
      }
      const complete = epochs.length === configuration.epochs;
      if (signal?.aborted && !complete) return this.#record = { ...this.#record, status: "interrupted" };
    }
    return this.#record;
  }
}
