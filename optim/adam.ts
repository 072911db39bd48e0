/** Adam and AdamW.
 * @module
 */
import {
  type AdamSettings,
  checkNumber,
  kernels,
  type OptimizerState,
  type Parameter,
  type Tensor,
} from "@chainrule/core";
import { asSchedule, copyState, named, type Optimizer, zerosFor } from "./optimizer.ts";
import type { Schedule } from "./schedules.ts";

/** The settings of {@linkcode Adam} and {@linkcode AdamW}. */
export interface AdamOptions {
  /** A number, or a schedule of one for each step: 1e-3 unless given. */
  learningRate?: number | Schedule;
  /** The decays β₁ and β₂ of the mean gradient and the mean square, from 0 to below 1: `[0.9, 0.999]` unless given. */
  betas?: readonly [number, number];
  /** ε, added to the denominator: 1e-8 unless given. */
  epsilon?: number;
  /**
   * At least 0. Adam adds this multiple of the parameters to their gradients (0 unless given); AdamW shrinks the
   * parameters by learningRate·weightDecay instead (0.01 unless given).
   */
  weightDecay?: number;
  /** Whether weight decay shrinks the parameters, as in AdamW: false unless given. */
  decoupled?: boolean;
}

/**
 * Adam (D. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015), by PyTorch's update:
 * g = grad + weightDecay·w, m = β₁m + (1-β₁)g, v = β₂v + (1-β₂)g²,
 * w -= learningRate · m/(1-β₁ᵗ) / (√(v/(1-β₂ᵗ)) + ε) at step t.
 *
 * @example The first step has the length of the learning rate, whatever the gradient.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Adam } from "@chainrule/optim";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const value = Tensor.from([1, 1]), grad = Tensor.from([0.001, -1000]);
 * new Adam([{ name: "w", value, grad }], { learningRate: 0.1 }).step();
 * assertAlmostEquals(value.data[0], 0.9, 1e-5);
 * assertAlmostEquals(value.data[1], 1.1, 1e-5);
 * ```
 */
export class Adam implements Optimizer {
  readonly #parameters: readonly Parameter[];
  readonly #means: readonly Tensor[];
  readonly #squares: readonly Tensor[];
  readonly #schedule: Schedule;
  readonly #settings: AdamSettings;
  readonly #kind: string;
  /** By how much a learning rate of 1 shrinks the parameters: 0 for Adam. */
  readonly #shrink: number;
  #steps = 0;

  /**
   * An optimizer of the given parameters.
   *
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(
    parameters: readonly Parameter[],
    { learningRate = 1e-3, betas = [0.9, 0.999], epsilon = 1e-8, weightDecay = 0, decoupled = false }:
      AdamOptions = {},
  ) {
    const action = "make an Adam optimizer";
    const [beta1, beta2] = betas;
    checkNumber(action, "betas[0]", beta1, 0, 1 - Number.EPSILON);
    checkNumber(action, "betas[1]", beta2, 0, 1 - Number.EPSILON);
    checkNumber(action, "epsilon", epsilon);
    checkNumber(action, "weightDecay", weightDecay);
    this.#parameters = parameters;
    this.#means = zerosFor(parameters);
    this.#squares = zerosFor(parameters);
    this.#schedule = asSchedule(learningRate);
    this.#kind = decoupled ? "AdamW" : "Adam";
    this.#shrink = decoupled ? weightDecay : 0;
    const added = decoupled ? 0 : weightDecay;
    this.#settings = { rate: 0, beta1, beta2, epsilon, weightDecay: added, keep: 1, scale: 1 };
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
    const settings = this.#settings, rate = this.learningRate;
    this.#steps++;
    settings.rate = rate / (1 - settings.beta1 ** this.#steps);
    settings.scale = 1 / Math.sqrt(1 - settings.beta2 ** this.#steps);
    settings.keep = 1 - rate * this.#shrink;
    for (let i = 0; i < this.#parameters.length; i++) {
      const { value, grad } = this.#parameters[i];
      if (!kernels[value.dtype].adam(value, grad, this.#means[i], this.#squares[i], settings)) finite = false;
    }
    return finite;
  }

  /**
   * Kind `Adam`, or `AdamW` where weight decay is decoupled; the mean gradients and the mean squares, `mean.<name of the
   * parameter>` and `square.<name of the parameter>`: see {@linkcode Optimizer}.
   */
  state(): OptimizerState {
    const tensors = named(this.#parameters, { mean: this.#means, square: this.#squares });
    return { kind: this.#kind, steps: this.#steps, tensors };
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

/**
 * AdamW: Adam whose weight decay is not part of the gradient but shrinks the parameters, w *= 1 - learningRate·weightDecay,
 * before the step (I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", 2019).
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { AdamW } from "@chainrule/optim";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const value = Tensor.from([1]), grad = Tensor.from([0]);
 * new AdamW([{ name: "w", value, grad }], { learningRate: 0.1, weightDecay: 0.5 }).step();
 * assertAlmostEquals(value.data[0], 0.95, 1e-6);
 * ```
 */
export class AdamW extends Adam {
  /**
   * An optimizer of the given parameters.
   *
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(parameters: readonly Parameter[], options: Omit<AdamOptions, "decoupled"> = {}) {
    super(parameters, { weightDecay: 0.01, ...options, decoupled: true });
  }
}
