/** The loop of all optimizers.
 * @module
 */
import type { OptimizerState, Parameter, Tensor } from "@chainrule/core";
import type { Optimizer } from "./optimizer.ts";
import { asGroups, type ParameterGroups } from "./parameter_groups.ts";
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

/** What marks the optimizer that has changed a parameter last: not the optimizer itself, which may be garbage before the parameter. */
const lastOf = new WeakMap<Tensor, object>();

/** Parameters that are changed by one rule. */
interface Group {
  readonly parameters: readonly Parameter[];
  readonly schedule: Schedule;
  readonly rule: UpdateRule;
  /** For each parameter, what is remembered of it. */
  readonly memory: readonly (readonly Tensor[])[];
  /** The learning rate of the step at hand. */
  rate: number;
}

/**
 * Applies a rule to each parameter. `Sgd` and `Adam` are this optimizer with a rule; with a rule of your own it is a new
 * optimizer.
 *
 * @typeParam Options The settings, of which `learningRate` is one.
 *
 * @example Steps of one length, in the direction of the gradient's sign.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { RuleOptimizer, type UpdateRule } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * function signDescent(): UpdateRule {
 *   let rate = 0;
 *   return {
 *     kind: "SignDescent",
 *     memory: [],
 *     begin: (learningRate) => rate = learningRate,
 *     apply(value, grad) {
 *       for (let i = 0; i < value.size; i++) value.data[i] -= rate * Math.sign(grad.data[i]);
 *       return value.data.every(Number.isFinite);
 *     },
 *   };
 * }
 *
 * const value = Tensor.from([1, 1]), grad = Tensor.from([0.001, -7]);
 * const optimizer = new RuleOptimizer([{ name: "w", value, grad }], { learningRate: 0.5 }, signDescent);
 * assertEquals(optimizer.step(), true);
 * assertEquals(value.toArray(), [0.5, 1.5]);
 * ```
 */
export class RuleOptimizer<Options extends { learningRate: number | Schedule }> implements Optimizer {
  readonly #groups: readonly Group[];
  readonly #kind: string;
  readonly #state: Readonly<Record<string, Tensor>>;
  #steps = 0;
  /** What marks this optimizer, and whether it has taken a step of its own since it was made or restored. */
  readonly #mark = {};
  #begun = false;

  /**
   * An optimizer of the given parameters.
   *
   * @param parameters Parameters, or groups of them with settings of their own.
   * @param options The settings; `learningRate` is a number, or a schedule of one for each step.
   * @param rule Makes the rule for settings; called once for each group.
   * @throws {ShapeError} If a gradient has another shape or dtype than its parameter.
   * @throws {RangeError} If the learning rate is negative or not finite, or two parameters are the same numbers.
   */
  constructor(
    parameters: ParameterGroups<Options>,
    options: Options,
    rule: (options: Options) => UpdateRule,
  ) {
    const groups = asGroups(parameters, options);
    const all = groups.flatMap((group) => group.parameters);
    checkDistinct(all);
    this.#groups = groups.map(({ parameters, settings }) => {
      const ruled = rule(settings);
      const kinds = ruled.memory.map(() => zerosFor(parameters));
      return {
        parameters,
        schedule: asSchedule(settings.learningRate),
        rule: ruled,
        memory: parameters.map((_, i) => kinds.map((tensors) => tensors[i])),
        rate: 0,
      };
    });
    const { kind, memory } = this.#groups[0].rule;
    const remembered = this.#groups.flatMap((group) => group.memory);
    this.#kind = kind;
    this.#state = named(
      all,
      Object.fromEntries(memory.map((name, i) => [name, remembered.map((tensors) => tensors[i])])),
    );
  }

  /** How many steps were taken. */
  get steps(): number {
    return this.#steps;
  }

  /** The learning rate of the next step; that of the first group, where there are several. */
  get learningRate(): number {
    return this.#groups[0].schedule(this.#steps);
  }

  /**
   * Changes all parameters, given their gradients. Returns whether all are finite numbers now.
   *
   * An optimizer may take the place of another at any time. But two that take turns would each change the same parameters by the same
   * gradients: the first one notices when its turn comes again. Who wants that, for each with gradients of its own, has it go on from
   * where it is: `optimizer.restore(optimizer.state())`.
   *
   * @throws {RangeError} If a schedule gives a learning rate that is none, or another optimizer has changed a parameter since the last
   * step of this one. Nothing is changed then.
   */
  step(): boolean {
    let finite = true;
    for (const group of this.#groups) group.rate = this.#checkedRate(group.schedule);
    this.#claim();
    this.#steps++;
    for (const { parameters, memory, rule, rate } of this.#groups) {
      rule.begin(rate, this.#steps);
      for (let i = 0; i < parameters.length; i++) {
        const { value, grad } = parameters[i];
        if (!rule.apply(value, grad, memory[i])) finite = false;
      }
    }
    return finite;
  }

  /** Notes who changes the parameters, and refuses to take turns. */
  #claim(): void {
    if (this.#begun) {
      for (const { parameters } of this.#groups) {
        for (const { name, value } of parameters) {
          if (lastOf.get(value) === this.#mark) continue;
          throw new RangeError(
            `Cannot take step ${
              this.#steps + 1
            } of ${this.#kind}: another optimizer has changed the parameter ${name} ` +
              `since step ${this.#steps}, want each parameter in one optimizer`,
          );
        }
      }
      return;
    }
    this.#begun = true;
    for (const { parameters } of this.#groups) {
      for (const { value } of parameters) lastOf.set(value, this.#mark);
    }
  }

  #checkedRate(schedule: Schedule): number {
    const rate = schedule(this.#steps);
    if (rate >= 0 && rate < Infinity) return rate;
    throw new RangeError(
      `Cannot take step ${this.#steps} of ${this.#kind}: its schedule gives the learning rate ${rate}, ` +
        `want a number of at least 0`,
    );
  }

  /** The rule's kind, and what is remembered: `velocity.<name of the parameter>`. See {@linkcode Optimizer}. */
  state(): OptimizerState {
    return { kind: this.#kind, steps: this.#steps, tensors: this.#state };
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
    this.#begun = false;
  }
}
