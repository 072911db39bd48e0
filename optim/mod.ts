/**
 * Optimizers and learning-rate schedules.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { cosine, Sgd, warmUp } from "@chainrule/optim";
 * import { assert } from "@std/assert";
 *
 * const parameter = { name: "w", value: Tensor.from([1]), grad: Tensor.from([2]) };
 * const learningRate = warmUp(100, cosine({ learningRate: 0.1, steps: 1000 }));
 * const optimizer = new Sgd([parameter], { learningRate, momentum: 0.9 });
 * optimizer.step();
 * assert(parameter.value.data[0] < 1);
 * ```
 *
 * @module
 */
export type { OptimizerState, Parameter, Resumable } from "@chainrule/core";
export * from "./adam.ts";
export * from "./clip_gradients.ts";
export * from "./ema.ts";
export type { Optimizer } from "./optimizer.ts";
export type { ParameterGroup, ParameterGroups } from "./parameter_groups.ts";
export * from "./rms_prop.ts";
export * from "./rule_optimizer.ts";
export { constant, cosine, oneCycle, type Schedule, stepDecay, warmUp } from "./schedules.ts";
export * from "./sgd.ts";
