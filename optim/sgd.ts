/** Stochastic gradient descent.
 * @module
 */
import { checkNumber, kernels, type OptimizerState, type Parameter, type Tensor } from "@chainrule/core";
import { asSchedule, copyState, named, type Optimizer, zerosFor } from "./optimizer.ts";
import type { Schedule } from "./schedules.ts";

/** The settings of {@linkcode Sgd}. */
export interface SgdOptions {
  /** A number, or a schedule of one for each step. */
  learningRate: number | Schedule;
  /** The share of the last step's velocity that is kept, from 0 to 1: 0 unless given. */
  momentum?: number;
  /** The factor of the parameters that is added to their gradients, at least 0: 0 unless given. */
  weightDecay?: number;
  /** Whether to look ahead along the velocity (Nesterov's momentum): false unless given. */
  nesterov?: boolean;
}

/**
 * Stochastic gradient descent with momentum and weight decay, by PyTorch's update: g = grad + weightDecay·w, v = momentum·v + g,
 * w -= learningRate·v; with `nesterov` w -= learningRate·(g + momentum·v).
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Sgd } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const value = Tensor.from([1]), grad = Tensor.from([0.5]);
 * const optimizer = new Sgd([{ name: "w", value, grad }], { learningRate: 0.5, momentum: 0.5 });
 * optimizer.step();
 * assertEquals(value.data[0], 0.75); // v = 0.5
 * optimizer.step();
 * assertEquals(value.data[0], 0.375); // v = 0.75
 * ```
 */
export class Sgd implements Optimizer {
  readonly #parameters: readonly Parameter[];
  readonly #velocities: readonly Tensor[];
  readonly #schedule: Schedule;
  readonly #settings: { learningRate: number; momentum: number; weightDecay: number; nesterov: boolean };
  #steps = 0;

  /**
   * An optimizer of the given parameters.
   *
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(
    parameters: readonly Parameter[],
    { learningRate, momentum = 0, weightDecay = 0, nesterov = false }: SgdOptions,
  ) {
    checkNumber("make a Sgd optimizer", "momentum", momentum, 0, 1);
    checkNumber("make a Sgd optimizer", "weightDecay", weightDecay);
    this.#parameters = parameters;
    this.#velocities = zerosFor(parameters);
    this.#schedule = asSchedule(learningRate);
    this.#settings = { learningRate: 0, momentum, weightDecay, nesterov };
  }

  /** How many steps were taken. */
  get steps(): number {
    return this.#steps;
  }

  /** The learning rate of the next step. */
  get learningRate(): number {
    return this.#schedule(this.#steps);
  }

  /** Changes all parameters, given their gradients. Returns whether all are finite numbers now. */
  step(): boolean {
    let finite = true;
    this.#settings.learningRate = this.learningRate;
    for (let i = 0; i < this.#parameters.length; i++) {
      const { value, grad } = this.#parameters[i];
      if (!kernels[value.dtype].sgd(value, grad, this.#velocities[i], this.#settings)) finite = false;
    }
    this.#steps++;
    return finite;
  }

  /** Kind `Sgd`; the velocities, `velocity.<name of the parameter>`: see {@linkcode Optimizer}. */
  state(): OptimizerState {
    const tensors = named(this.#parameters, { velocity: this.#velocities });
    return { kind: "Sgd", steps: this.#steps, tensors };
  }

  /**
   * Goes on from a state.
   *
   * @throws {DataError} If it is of another kind of optimizer.
   * @throws {ShapeError} If it does not fit the parameters. Nothing is changed then.
   */
  restore(state: OptimizerState): void {
    copyState(state, this.state());
    this.#steps = state.steps;
  }
}
