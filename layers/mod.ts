/**
 * Layers, each with its derivative written by hand.
 *
 * @example
 * ```ts
 * import { Random, Tensor } from "@chainrule/core";
 * import { Linear, Selu, Sequential } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const random = new Random(1);
 * const model = new Sequential(new Linear(4, 8, { random }), new Selu(), new Linear(8, 2, { random }));
 * const y = model.forward(Tensor.from([[1, 2, 3, 4]]));
 * model.backward(Tensor.from([[1, -1]]));
 * assertEquals(y.shape, [1, 2]);
 * assertEquals(model.parameters()[0].grad.shape, [4, 8]);
 * ```
 *
 * @module
 */
export type { ActivationFormula, BackwardOptions, Layer, Parameter } from "@chainrule/core";
export * from "./activation.ts";
export * from "./batch_norm.ts";
export * from "./dropout.ts";
export * from "./elu.ts";
export * from "./gelu.ts";
export * from "./hard_swish.ts";
export * from "./initializers.ts";
export * from "./layer_norm.ts";
export * from "./leaky_relu.ts";
export * from "./linear.ts";
export * from "./mish.ts";
export * from "./p_relu.ts";
export * from "./relu.ts";
export * from "./residual.ts";
export * from "./save.ts";
export * from "./selu.ts";
export * from "./sequential.ts";
export { Sigmoid } from "./sigmoid.ts";
export * from "./silu.ts";
export { Softplus } from "./softplus.ts";
export * from "./tanh.ts";
