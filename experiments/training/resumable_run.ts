/** One run, from its configuration to its record, with pauses for the rest of the program.
 * @module
 */
import type { Sequential } from "@chainrule/layers";
import { Ema } from "@chainrule/optim";
import { setImmediate } from "node:timers";
import type { Run } from "../study/run_names.ts";
import { StepLog } from "../study/step_log.ts";
import { StepSealer } from "../study/step_seal.ts";
import { origin } from "./origin.ts";
import { resumeRun, saveRun, type StateOrigin } from "./run_state.ts";
import { isHopeless, type Outcome, prepare, train, type Training } from "./train.ts";
import type { RunRecord, StepMeasures, TimedEpoch } from "../study/run_record.ts";
import { TRAINING_DEFAULTS, type TrainingOptions } from "../study/training_options.ts";

export interface ResumableRunOptions extends Partial<Pick<TrainingOptions, "logEvery" | "checkpointEvery">> {
  readonly watch?: boolean;
  readonly inspect?: boolean;
  readonly onStep?: (record: RunRecord, step: StepMeasures) => void;
  readonly onEpoch?: (record: RunRecord, epoch: TimedEpoch) => void | Promise<void>;
  /** Given checkpoints, see {@linkcode ResumableRun.checkpoint}, and waited for; none are made unless it is there. */
  readonly onCheckpoint?: (record: RunRecord, checkpoint: Uint8Array<ArrayBuffer>) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** A run, and what it is known by where somebody keeps it. */
type Identified = Run & { readonly id?: string; readonly identity?: Pick<StateOrigin, "dataset" | "code"> };

/**
 * How many milliseconds training goes on before timers, signals and files get their turn. A turn takes a few
 * microseconds.
 */
const PAUSE_EVERY = 100;

/**
 * A run that can pause and go on later, also in another program: what it comes to is the same.
 *
 * @example
 * ```ts
 * import { syntheticDigits } from "@chainrule/data";
 * import { DEFAULTS, ResumableRun } from "@chainrule/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const data = syntheticDigits({ train: 200, test: 50, seed: 1 });
 * const run = { name: "a", configuration: { ...DEFAULTS, hidden: [8], epochs: 3 } };
 * const losses = async (run: ResumableRun) =>
 *   (await run.continue()).epochs.map(({ trainLoss }) => trainLoss);
 *
 * const first = new ResumableRun(run, data);
 * await first.continue(1);
 * const second = new ResumableRun(run, data);
 * await second.resume(await first.checkpoint());
 * assertEquals(await losses(second), await losses(first));
 * ```
 */
export class ResumableRun {
  readonly #training: Training;
  readonly #generator: Generator<StepMeasures | TimedEpoch, Outcome, void>;
  readonly #options: ResumableRunOptions;
  readonly #steps = new StepLog();
  readonly #seal = new StepSealer();
  #record: RunRecord;

  /** A run that is ready to begin. */
  constructor(
    run: Identified,
    data: Training["data"],
    options: ResumableRunOptions = {},
  ) {
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
      ...(training.sample && { histograms: training.histograms }),
      origins: [origin()],
      status: "running",
    };
  }

  /** What it has left behind so far. */
  get record(): RunRecord {
    return this.#record;
  }

  /** The network as it is now. */
  get model(): Sequential {
    return this.#training.model;
  }

  /** The network as it was tested: from now on it has the average of its parameters, if there is one, and can't go on. */
  end(): Sequential {
    const { model, optimizer } = this.#training;
    if (optimizer instanceof Ema && !optimizer.swapped) optimizer.swap();
    return model;
  }

  /** All that is needed to go on from here, see {@linkcode saveRun}. */
  checkpoint(): Promise<Uint8Array<ArrayBuffer>> {
    const { run, origins } = this.#record, { id, identity } = run as Identified;
    const { dataset, code } = identity ?? {};
    return saveRun(this.#training, { id, dataset, code, steps: this.#seal.of(this.#steps), origins });
  }

  /**
   * Goes to where a checkpoint was made. To be called before {@linkcode continue}.
   *
   * @param steps Those that were recorded until then, which a checkpoint does not hold; without them the record has only those that follow.
   * @throws {DataError} If the checkpoint is damaged. Then nothing has changed.
   * @throws {ShapeError} If it is of another network. Then nothing has changed.
   */
  async resume(checkpoint: Uint8Array<ArrayBuffer>, steps: Iterable<StepMeasures> = []): Promise<void> {
    const { origins = [] } = await resumeRun(this.#training, checkpoint);
    const here = origin(), before = origins.filter((one) => JSON.stringify(one) !== JSON.stringify(here));
    this.#record = { ...this.#record, origins: [...before, here] };
    for (const step of steps) this.#steps.push(step);
  }

  /** Whether all epochs are trained that will be. */
  #isOver(): boolean {
    const { epochs, configuration } = this.#training;
    return epochs.length === configuration.epochs || isHopeless(this.#training);
  }

  /** Goes on until so many epochs are complete, all of them unless given, or until it diverges or is interrupted. */
  async continue(until: number = this.#record.run.configuration.epochs): Promise<RunRecord> {
    const { onStep, onEpoch, onCheckpoint, signal } = this.#options;
    const { logEvery, checkpointEvery } = { ...TRAINING_DEFAULTS, ...this.#options };
    const { epochs } = this.#training;
    let paused = performance.now(), kept = paused;
    while (epochs.length < until || this.#isOver()) {
      const { done, value } = this.#generator.next();
      if (done) {
        return this.#record = value.status === "finished"
          ? { ...this.#record, ...value }
          : { ...this.#record, status: "diverged", divergedAt: value };
      }
      if (value.type === "epoch") await onEpoch?.(this.#record, value);
      else if (logEvery > 0 && value.iteration % logEvery === 0) this.#steps.push(value);
      const complete = this.#isOver();
      const now = performance.now(), pausing = now - paused >= PAUSE_EVERY;
      const due = checkpointEvery > 0
        ? pausing && now - kept >= 1000 * checkpointEvery
        : value.type === "epoch";
      if (onCheckpoint && due && !complete) {
        await onCheckpoint(this.#record, await this.checkpoint());
        kept = performance.now();
      }
      if (pausing) {
        if (value.type === "step") onStep?.(this.#record, value);
        await new Promise<void>((resolve) => setImmediate(resolve));
        paused = performance.now();
      }
      if (signal?.aborted && !complete) return this.#record = { ...this.#record, status: "interrupted" };
    }
    return this.#record;
  }
}
