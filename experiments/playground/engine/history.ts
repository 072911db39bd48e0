/** Where a run has been: states that it can go back to.
 * @module
 */
import { generatorsOf, type RandomState } from "@chainrule/core";
import type { TimedEpoch } from "../../study/run_record.ts";
import type { EpochProgress, Training } from "../../training/train.ts";
import type { Settings } from "./settings.ts";

/** A state of a run, copied. */
export interface Moment {
  readonly settings: Settings;
  /** How many steps were taken. */
  readonly iteration: number;
  readonly values: readonly Float32Array[];
  /** What the optimizer remembers. */
  readonly memory: readonly Float32Array[];
  readonly optimizerSteps: number;
  readonly random: RandomState;
  readonly generators: readonly RandomState[];
  readonly epochs: readonly TimedEpoch[];
  readonly current: EpochProgress | undefined;
}

const copy = (data: ArrayLike<number>) => Float32Array.from(data);

export function momentOf(training: Training, settings: Settings, iteration: number): Moment {
  const { model, optimizer, random, epochs, current } = training, state = optimizer.state();
  return {
    settings,
    iteration,
    values: model.parameters().map(({ value }) => copy(value.data)),
    memory: Object.values(state.tensors).map(({ data }) => copy(data)),
    optimizerSteps: state.steps,
    random: random.state,
    generators: generatorsOf(model).map(({ state }) => state),
    epochs: [...epochs],
    current: current && { ...current },
  };
}

/** Puts a run there. Its network has the same parameters; an optimizer of another kind begins with nothing to remember. */
export function restore(training: Training, moment: Moment, { sameOptimizer = true } = {}): void {
  const { model, optimizer, random, epochs } = training;
  model.parameters().forEach(({ value }, i) => value.data.set(moment.values[i]));
  const state = optimizer.state();
  if (sameOptimizer) Object.values(state.tensors).forEach(({ data }, i) => data.set(moment.memory[i]));
  optimizer.restore({ ...state, steps: moment.optimizerSteps });
  random.state = moment.random;
  generatorsOf(model).forEach((generator, i) => {
    if (i < moment.generators.length) generator.state = moment.generators[i];
  });
  epochs.splice(0, epochs.length, ...moment.epochs);
  training.current = moment.current && { ...moment.current };
}

/** So many moments are kept; then every second one of the older half is let go. */
const MOST = 64;

/** The moments of a run, in order. The first is where it began. */
export class History {
  #moments: Moment[] = [];

  add(moment: Moment): void {
    this.cut(moment.iteration - 1);
    this.#moments.push(moment);
    if (this.#moments.length <= MOST) return;
    this.#moments = this.#moments.filter((_, i) => i === 0 || i >= MOST / 2 || i % 2 === 0);
  }

  clear(): void {
    this.#moments = [];
  }

  /** The last moment that is not after a step. */
  before(iteration: number): Moment {
    return this.#moments.findLast((moment) => moment.iteration <= iteration) ?? this.#moments[0];
  }

  /** Forgets what is after a step. */
  cut(iteration: number): void {
    this.#moments = this.#moments.filter((moment) => moment.iteration <= iteration);
  }
}
