/** The loop of all optimizers.
 * @module
 */
import type { OptimizerState, Parameter, Tensor } from "@chainrule/core";
import type { Optimizer } from "./optimizer.ts";
import { asSchedule, type Schedule } from "./schedules.ts";
import { checkDistinct, copyState, named, zerosFor } from "./state.ts";

/** How an optimizer changes one parameter. */
export interface UpdateRule {
  /** What kind of optimizer this makes: its state fits no other. */
  readonly kind: string;
  /** What is remembered of each parameter, each a tensor of its shape that is 0 at first: such as `["velocity"]`. */
  readonly memory: readonly string[];
  /** Told once a step, before the first `apply`: the learning rate, and the number of the step, from 1. */
  begin(learningRate: number, step: number): void;
  /**
   * Changes one parameter and what is remembered of it, in the order of `memory`. Allocates nothing.
   *
   * @returns Whether all numbers of `value` are finite now.
   */
  apply(value: Tensor, grad: Tensor, memory: readonly Tensor[]): boolean;
}

/**
 * Applies a rule to each parameter. `Sgd` and `Adam` are this optimizer with a rule; with a rule of your own it is a new
 * optimizer.
 *
 * @example Steps of one length, in the direction of the gradient's sign.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { RuleOptimizer } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * let rate = 0;
 * const value = Tensor.from([1, 1]), grad = Tensor.from([0.001, -7]);
 * const optimizer = new RuleOptimizer([{ name: "w", value, grad }], 0.5, {
 *   kind: "SignDescent",
 *   memory: [],
 *   begin: (learningRate) => rate = learningRate,
 *   apply(value, grad) {
 *     for (let i = 0; i < value.size; i++) value.data[i] -= rate * Math.sign(grad.data[i]);
 *     return value.data.every(Number.isFinite);
 *   },
 * });
 * assertEquals(optimizer.step(), true);
 * assertEquals(value.toArray(), [0.5, 1.5]);
 * ```
 */
export class RuleOptimizer implements Optimizer {
  readonly #parameters: readonly Parameter[];
  readonly #schedule: Schedule;
  readonly #rule: UpdateRule;
  /** For each parameter, what is remembered of it. */
  readonly #memory: readonly (readonly Tensor[])[];
  readonly #state: Readonly<Record<string, Tensor>>;
  #steps = 0;

  /**
   * An optimizer of the given parameters.
   *
   * @param learningRate A number, or a schedule of one for each step.
   * @throws {ShapeError} If a gradient has another shape or dtype than its parameter.
   * @throws {RangeError} If the learning rate is negative or not finite, or two parameters are the same numbers.
   */
  constructor(parameters: readonly Parameter[], learningRate: number | Schedule, rule: UpdateRule) {
    checkDistinct(parameters);
    const kinds = Object.fromEntries(rule.memory.map((kind) => [kind, zerosFor(parameters)]));
    this.#parameters = parameters;
    this.#schedule = asSchedule(learningRate);
    this.#rule = rule;
    this.#memory = parameters.map((_, i) => rule.memory.map((kind) => kinds[kind][i]));
    this.#state = named(parameters, kinds);
  }

  /** How many steps were taken. */
  get steps(): number {
    return this.#steps;
  }

  /** The learning rate of the next step. */
  get learningRate(): number {
    return this.#schedule(this.#steps);
  }

  /**
   * Changes all parameters, given their gradients. Returns whether all are finite numbers now.
   *
   * @throws {RangeError} If the schedule gives a learning rate that is none. Nothing is changed then.
   */
  step(): boolean {
    let finite = true;
    const rate = this.learningRate;
    if (!(rate >= 0 && rate < Infinity)) {
      throw new RangeError(
        `Cannot take step ${this.#steps} of ${this.#rule.kind}: its schedule gives the learning rate ${rate}, ` +
          `want a number of at least 0`,
      );
    }
    this.#rule.begin(rate, this.#steps + 1);
    this.#steps++;
    for (let i = 0; i < this.#parameters.length; i++) {
      const { value, grad } = this.#parameters[i];
      if (!this.#rule.apply(value, grad, this.#memory[i])) finite = false;
    }
    return finite;
  }

  /** The rule's kind, and what is remembered: `velocity.<name of the parameter>`. See {@linkcode Optimizer}. */
  state(): OptimizerState {
    return { kind: this.#rule.kind, steps: this.#steps, tensors: this.#state };
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
