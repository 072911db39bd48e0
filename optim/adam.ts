/** Adam and AdamW.
 * @module
 */
import { type AdamSettings, checkNumber, kernels } from "@chainrule/core";
import type { ParameterGroups } from "./parameter_groups.ts";
import { RuleOptimizer, type UpdateRule } from "./rule_optimizer.ts";
import type { Schedule } from "./schedules.ts";

/** The settings of {@linkcode AdamW}. */
export interface AdamWOptions {
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
}

/** The settings of {@linkcode Adam}. */
export interface AdamOptions extends AdamWOptions {
  /** Whether weight decay shrinks the parameters, as in AdamW: false unless given. */
  decoupled?: boolean;
}

/** The update of {@linkcode Adam}, the corrections 1 - βᵗ worked into the step and the denominator. */
function adam(
  { betas = [0.9, 0.999], epsilon = 1e-8, decoupled = false, weightDecay = 0 }: AdamOptions,
): UpdateRule {
  const action = "make an Adam optimizer", [beta1, beta2] = betas;
  checkNumber(action, "betas[0]", beta1, 0, 1 - Number.EPSILON);
  checkNumber(action, "betas[1]", beta2, 0, 1 - Number.EPSILON);
  checkNumber(action, "epsilon", epsilon);
  checkNumber(action, "weightDecay", weightDecay);
  const [added, shrinks] = decoupled ? [0, weightDecay] : [weightDecay, 0];
  const settings: AdamSettings = { rate: 0, beta1, beta2, epsilon, weightDecay: added, keep: 1, scale: 1 };
  return {
    kind: decoupled ? "AdamW" : "Adam",
    memory: ["mean", "square"],
    begin(learningRate, step) {
      settings.rate = learningRate / (1 - beta1 ** step);
      settings.scale = 1 / Math.sqrt(1 - beta2 ** step);
      settings.keep = 1 - learningRate * shrinks;
    },
    apply: (value, grad, memory) => kernels[value.dtype].adam(value, grad, memory[0], memory[1], settings),
  };
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
export class Adam extends RuleOptimizer<AdamOptions & { learningRate: number | Schedule }> {
  /**
   * An optimizer of the given parameters.
   *
   * @param parameters Parameters, or groups of them with settings of their own; `decoupled` holds for all.
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(parameters: ParameterGroups<AdamWOptions>, options: AdamOptions = {}) {
    super(parameters, { ...options, learningRate: options.learningRate ?? 1e-3 }, adam);
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
   * @param parameters Parameters, or groups of them with settings of their own.
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(parameters: ParameterGroups<AdamWOptions>, options: AdamWOptions = {}) {
    super(parameters, { ...options, weightDecay: options.weightDecay ?? 0.01, decoupled: true });
  }
}
