/** A moving average of the weights.
 * @module
 */
import {
  checkNumber,
  checkTensors,
  DataError,
  kernels,
  type OptimizerState,
  type Parameter,
  type Tensor,
} from "@chainrule/core";
import type { Optimizer } from "./optimizer.ts";
import { named } from "./state.ts";

/**
 * An optimizer that keeps an exponential moving average of the parameters besides: after each step of the optimizer within,
 * average = decay·average + (1 - decay)·value. It begins as the parameters are (B. Polyak and A. Juditsky, 1992; Keras'
 * `ExponentialMovingAverage`). The average is often better than the last parameters: `swap` puts it in their place.
 *
 * The average is part of the state, and so of checkpoints.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { Ema, Sgd } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const parameters = [{ name: "w", value: Tensor.from([1]), grad: Tensor.from([1]) }]; // model.parameters()
 * const optimizer = new Ema(new Sgd(parameters, { learningRate: 0.5 }), parameters, { decay: 0.75 });
 * optimizer.step();
 * assertEquals(parameters[0].value.toArray(), [0.5]);
 * optimizer.swap(); // evaluate the model here
 * assertEquals(parameters[0].value.toArray(), [0.875]); // 0.75 · 1 + 0.25 · 0.5
 * optimizer.swap(); // and go on training
 * assertEquals(parameters[0].value.toArray(), [0.5]);
 * ```
 */
export class Ema implements Optimizer {
  readonly #optimizer: Optimizer;
  readonly #parameters: readonly Parameter[];
  readonly #averages: readonly Tensor[];
  readonly #named: Readonly<Record<string, Tensor>>;
  readonly #decay: number;
  #swapped = false;

  /**
   * An average beside an optimizer.
   *
   * @param optimizer What changes the parameters.
   * @param parameters Those that are averaged.
   * @param options `decay`: from 0 to 1; 0.999 unless given, which averages over some 1,000 steps.
   * @throws {RangeError} If `decay` is out of range.
   */
  constructor(
    optimizer: Optimizer,
    parameters: readonly Parameter[],
    { decay = 0.999 }: { decay?: number } = {},
  ) {
    checkNumber("make an Ema", "decay", decay, 0, 1);
    this.#optimizer = optimizer;
    this.#parameters = parameters;
    this.#averages = parameters.map(({ value }) => value.clone());
    this.#named = named(parameters, { average: this.#averages });
    this.#decay = decay;
  }

  /** How many steps were taken. */
  get steps(): number {
    return this.#optimizer.steps;
  }

  /** The learning rate of the next step. */
  get learningRate(): number {
    return this.#optimizer.learningRate;
  }

  /** Whether the averages are in the place of the parameters, and these in theirs. */
  get swapped(): boolean {
    return this.#swapped;
  }

  /**
   * A step of the optimizer within, then one of the average. Returns whether all parameters are finite numbers now.
   *
   * @throws {RangeError} If the averages are in the place of the parameters.
   */
  step(): boolean {
    this.#refuseSwapped("take a step");
    const finite = this.#optimizer.step(), rest = 1 - this.#decay;
    for (let i = 0; i < this.#parameters.length; i++) {
      const average = this.#averages[i];
      kernels[average.dtype].lerp(average, this.#parameters[i].value, rest);
    }
    return finite;
  }

  /** Exchanges the parameters and their averages: to evaluate the model with these, and once more to go on training. */
  swap(): void {
    for (let i = 0; i < this.#parameters.length; i++) {
      const value = this.#parameters[i].value.data, average = this.#averages[i].data;
      for (let j = 0; j < average.length; j++) [value[j], average[j]] = [average[j], value[j]];
    }
    this.#swapped = !this.#swapped;
  }

  /**
   * The state of the optimizer within, and `average.<name of the parameter>`. The kind is `Ema` with that within in parentheses.
   *
   * @throws {RangeError} If the averages are in the place of the parameters.
   */
  state(): OptimizerState {
    this.#refuseSwapped("give a state");
    const { kind, steps, tensors } = this.#optimizer.state();
    return { kind: `Ema(${kind})`, steps, tensors: { ...tensors, ...this.#named } };
  }

  /**
   * Goes on from a state.
   *
   * @throws {DataError} If it is of another kind of optimizer.
   * @throws {ShapeError} If it does not fit the parameters. Nothing is changed then.
   * @throws {RangeError} If the averages are in the place of the parameters.
   */
  restore(state: OptimizerState): void {
    const own = this.state(), within = this.#optimizer.state(), action = `restore ${own.kind}`;
    if (state.kind !== own.kind) {
      throw new DataError(`Cannot ${action}: the state is of ${state.kind}, want ${own.kind}`);
    }
    checkTensors(action, state.tensors, own.tensors);
    const names = Object.keys(within.tensors);
    const tensors = Object.fromEntries(names.map((name) => [name, state.tensors[name]]));
    this.#optimizer.restore({ kind: within.kind, steps: state.steps, tensors });
    for (const [name, { data }] of Object.entries(this.#named)) data.set(state.tensors[name].data);
  }

  #refuseSwapped(action: string): void {
    if (!this.#swapped) return;
    throw new RangeError(
      `Cannot ${action}: the averages are in the place of the parameters, want swap() before`,
    );
  }
}
