/** Parameters in groups that have settings of their own.
 * @module
 */
import type { Parameter } from "@chainrule/core";

/** Some parameters, and the settings that differ for them from those of the optimizer. */
export type ParameterGroup<Options> = Partial<Options> & {
  /** The parameters; each belongs to one group only. */
  readonly parameters: readonly Parameter[];
};

/**
 * What an optimizer changes: parameters, or groups of them with settings of their own. A setting that a group lacks, or that is
 * undefined in it, is that of the optimizer.
 *
 * @example No weight decay for biases.
 * ```ts
 * import { type Parameter, Tensor } from "@chainrule/core";
 * import { Sgd } from "@chainrule/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const make = (name: string): Parameter => ({ name, value: Tensor.from([1]), grad: Tensor.zeros([1]) });
 * const parameters = [make("0.weight"), make("0.bias")]; // model.parameters()
 * const isBias = ({ name }: Parameter) => name.endsWith("bias");
 * const optimizer = new Sgd([
 *   { parameters: parameters.filter((parameter) => !isBias(parameter)) },
 *   { parameters: parameters.filter(isBias), weightDecay: 0 },
 * ], { learningRate: 0.5, weightDecay: 0.5 });
 * optimizer.step();
 * assertEquals(parameters.map(({ value }) => value.toArray()), [[0.75], [1]]);
 * ```
 */
export type ParameterGroups<Options> = readonly Parameter[] | readonly ParameterGroup<Options>[];

/** The groups, each with all its settings; parameters alone are one group. */
export function asGroups<Options extends object>(
  parameters: ParameterGroups<Options>,
  options: Options,
): { readonly parameters: readonly Parameter[]; readonly settings: Options }[] {
  if (!isGrouped(parameters)) return [{ parameters, settings: options }];
  return parameters.map(({ parameters, ...own }) => {
    const given = Object.entries(own).filter(([, setting]) => setting !== undefined);
    return { parameters, settings: { ...options, ...Object.fromEntries(given) } };
  });
}

function isGrouped<Options>(
  parameters: ParameterGroups<Options>,
): parameters is readonly ParameterGroup<Options>[] {
  return parameters.length > 0 && "parameters" in parameters[0];
}
