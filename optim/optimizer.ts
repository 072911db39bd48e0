/** What all optimizers have in common.
 * @module
 */
import { checkTensor, type Parameter, Tensor } from "@chainrule/core";
import { constant, type Schedule } from "./schedules.ts";

/** Changes parameters so that the loss becomes smaller. */
export interface Optimizer {
  /** How many steps were taken. */
  readonly steps: number;
  /** The learning rate of the next step. */
  readonly learningRate: number;
  /** Changes all parameters, given their gradients. Allocates nothing. */
  step(): void;
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
