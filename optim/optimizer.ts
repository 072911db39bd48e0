/** What an optimizer offers.
 * @module
 */
import type { OptimizerState, Resumable } from "@chainrule/core";

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
