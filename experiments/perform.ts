/** One run, from its configuration to its record, with pauses for the rest of the program.
 * @module
 */
import { setImmediate } from "node:timers";
import type { Run } from "./configuration.ts";
import type { RunRecord } from "./results.ts";
import { type EpochMeasures, prepare, type StepMeasures, train, type Training } from "./train.ts";

/** How a run is performed, and who watches. */
export interface PerformOptions {
  /** Every how many steps one is recorded; 0 for none. */
  readonly logEvery?: number;
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
export async function perform(
  run: Run,
  data: Training["data"],
  { logEvery = 100, onStep, onEpoch, signal }: PerformOptions = {},
): Promise<RunRecord> {
  const training = prepare(run.configuration, data);
  const parameters = training.model.parameters().reduce((sum, { value }) => sum + value.size, 0);
  const steps: StepMeasures[] = [];
  const record: RunRecord = { run, parameters, epochs: training.epochs, steps, status: "running" };
  const generator = train(training);
  let paused = performance.now();
  for (;;) {
    const { done, value } = generator.next();
    if (done) {
      return value.status === "finished"
        ? { ...record, status: "finished" }
        : { ...record, status: "diverged", divergedAt: value };
    }
    if (value.type === "epoch") await onEpoch?.(record, value);
    else if (logEvery > 0 && value.iteration % logEvery === 0) steps.push(value);
    const now = performance.now();
    if (now - paused >= PAUSE_EVERY) {
      if (value.type === "step") onStep?.(record, value);
      await new Promise<void>((resolve) => setImmediate(resolve));
      paused = performance.now();
    }
    const complete = training.epochs.length === run.configuration.epochs;
    if (signal?.aborted && !complete) return { ...record, status: "interrupted" };
  }
}
