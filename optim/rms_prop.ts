/** RMSprop.
 * @module
 */
import { checkNumber, kernels, type RmsPropSettings } from "@chainrule/core";
import type { ParameterGroups } from "./parameter_groups.ts";
import { RuleOptimizer, type UpdateRule } from "./rule_optimizer.ts";
import type { Schedule } from "./schedules.ts";

/** The settings of {@linkcode RmsProp}. */
export interface RmsPropOptions {
  /** A number, or a schedule of one for each step: 1e-2 unless given. */
  learningRate?: number | Schedule;
  /** The decay α of the mean square, from 0 to below 1: 0.99 unless given. */
  alpha?: number;
  /** ε, added to the denominator: 1e-8 unless given. */
  epsilon?: number;
  /** The factor of the parameters that is added to their gradients, at least 0: 0 unless given. */
  weightDecay?: number;
  /** The share of the last step's velocity that is kept, from 0 to 1: 0 unless given. */
  momentum?: number;
  /** Whether the mean gradient is subtracted, so that the variance takes the place of the mean square: false unless given. */
  centered?: boolean;
}

/** v = αv + (1-α)g² and s = g / (√v + ε); w -= learningRate·u for the velocity u = momentum·u + s. */
function rmsProp(
  { alpha = 0.99, epsilon = 1e-8, weightDecay = 0, momentum = 0, centered = false }: RmsPropOptions,
): UpdateRule {
  const action = "make an RmsProp optimizer";
  checkNumber(action, "alpha", alpha, 0, 1 - Number.EPSILON);
  checkNumber(action, "epsilon", epsilon);
  checkNumber(action, "weightDecay", weightDecay);
  checkNumber(action, "momentum", momentum, 0, 1);
  const settings: RmsPropSettings = { learningRate: 0, alpha, epsilon, weightDecay, momentum, centered };
  return {
    kind: "RmsProp",
    memory: ["square", "velocity", "mean"],
    begin(learningRate) {
      settings.learningRate = learningRate;
    },
    apply: (value, grad, [square, velocity, mean]) =>
      kernels[value.dtype].rmsProp(value, grad, square, velocity, mean, settings),
  };
}

/**
 * RMSprop (T. Hinton, lecture 6e of "Neural networks for machine learning", 2012), by PyTorch's update:
 * g = grad + weightDecay·w, v = αv + (1-α)g², u = momentum·u + g / (√v + ε), w -= learningRate·u. With `centered` the mean
 * gradient m = αm + (1-α)g is kept as well, and v - m² is in the place of v (A. Graves, "Generating sequences with recurrent
 * neural networks", 2013).
 *
 * @example The length of a step hardly depends on the gradient.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { RmsProp } from "@chainrule/optim";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const value = Tensor.from([1, 1]), grad = Tensor.from([0.001, -1000]);
 * new RmsProp([{ name: "w", value, grad }], { learningRate: 0.01 }).step();
 * assertAlmostEquals(value.data[0], 0.9, 1e-4); // g / √(0.01 g²) is 10
 * assertAlmostEquals(value.data[1], 1.1, 1e-4);
 * ```
 */
export class RmsProp extends RuleOptimizer<RmsPropOptions & { learningRate: number | Schedule }> {
  /**
   * An optimizer of the given parameters.
   *
   * @param parameters Parameters, or groups of them with settings of their own.
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(parameters: ParameterGroups<RmsPropOptions>, options: RmsPropOptions = {}) {
    super(parameters, { ...options, learningRate: options.learningRate ?? 1e-2 }, rmsProp);
  }
}
