/** What all optimizers have in common.
 * @module
 */
import {
  checkTensor,
  checkTensors,
  DataError,
  type OptimizerState,
  type Parameter,
  type Resumable,
  Tensor,
} from "@chainrule/core";
import { constant, type Schedule } from "./schedules.ts";

/** Changes parameters so that the loss becomes smaller. */
export interface Optimizer extends Resumable {
  /** How many steps were taken. */
  readonly steps: number;
  /** The learning rate of the next step. */
  readonly learningRate: number;
  /**
   * Changes all parameters, given their gradients. Allocates nothing.
   *
   * @returns Whether all parameters are finite numbers now. If not, training has diverged: no later step repairs it.
   */
  step(): boolean;
  /**
   * What the optimizer has learned. The tensors are its own, so their contents are valid until the next step or `restore`;
   * `saveCheckpoint` copies them. Each is called after its parameter, such as `velocity.0.weight`; where two parameters have
   * the same name, every name is preceded by the number of the parameter, from 0: `velocity.0.weight`, `velocity.1.weight`.
   */
  state(): OptimizerState;
  /**
   * Goes on from what `state` gave: the numbers are copied, and the next step is the same, bit by bit, as it would have been. A
   * schedule goes on at `steps`. The settings are not part of the state; they are those that this optimizer was made with.
   *
   * @throws {DataError} If the state is of another kind of optimizer, or its steps are no whole number of at least 0.
   * @throws {ShapeError} If it has tensors of other names, shapes or dtypes. Nothing is changed then.
   */
  restore(state: OptimizerState): void;
}

/** A learning rate as a schedule. */
export function asSchedule(learningRate: number | Schedule): Schedule {
  return typeof learningRate === "number" ? constant(learningRate) : learningRate;
}

/** A tensor of zeros for each parameter, of its shape and dtype. */
export function zerosFor(parameters: readonly Parameter[]): Tensor[] {
  return parameters.map(({ name, value, grad }) => {
    checkTensor("make an optimizer", `the gradient of ${name}`, grad, value.shape, value.dtype);
    return Tensor.zeros(value.shape, value.dtype);
  });
}

/** Tensors that belong to parameters, under names of which no two are the same. */
export function named(
  parameters: readonly Parameter[],
  kinds: Readonly<Record<string, readonly Tensor[]>>,
): Record<string, Tensor> {
  const unique = new Set(parameters.map(({ name }) => name)).size === parameters.length;
  const names = parameters.map(({ name }, i) => unique ? name : `${i}.${name}`);
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([kind, tensors]) =>
      tensors.map((tensor, i) => [`${kind}.${names[i]}`, tensor])
    ),
  );
}

/** Copies the tensors of one state to another, if all of them fit. */
export function copyState(from: OptimizerState, to: OptimizerState): void {
  const action = `restore ${to.kind}`;
  if (from.kind !== to.kind) {
    throw new DataError(`Cannot ${action}: the state is of ${from.kind}, want ${to.kind}`);
  }
  if (!Number.isSafeInteger(from.steps) || from.steps < 0) {
    throw new DataError(`Cannot ${action}: steps is ${from.steps}, want a whole number of at least 0`);
  }
  checkTensors(action, from.tensors, to.tensors);
  for (const [name, { data }] of Object.entries(to.tensors)) {
    if (from.tensors[name].data !== data) data.set(from.tensors[name].data);
  }
}
