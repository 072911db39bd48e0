/** Stochastic gradient descent.
 * @module
 */
import { checkNumber, kernels, type SgdSettings } from "@chainrule/core";
import type { ParameterGroups } from "./parameter_groups.ts";
import { RuleOptimizer, type UpdateRule } from "./rule_optimizer.ts";
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

/** v = momentum·v + g and w -= learningRate·v, or learningRate·(g + momentum·v), for g = grad + weightDecay·w. */
function sgd({ momentum = 0, weightDecay = 0, nesterov = false }: SgdOptions): UpdateRule {
  checkNumber("make a Sgd optimizer", "momentum", momentum, 0, 1);
  checkNumber("make a Sgd optimizer", "weightDecay", weightDecay);
  const settings: SgdSettings = { learningRate: 0, momentum, weightDecay, nesterov };
  return {
    kind: "Sgd",
    memory: ["velocity"],
    begin(learningRate) {
      settings.learningRate = learningRate;
    },
    apply: (value, grad, memory) => kernels[value.dtype].sgd(value, grad, memory[0], settings),
  };
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
export class Sgd extends RuleOptimizer<SgdOptions> {
  /**
   * An optimizer of the given parameters.
   *
   * @param parameters Parameters, or groups of them with settings of their own.
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(parameters: ParameterGroups<SgdOptions>, options: SgdOptions) {
    super(parameters, options, sgd);
  }
}
