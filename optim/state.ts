/** What an optimizer remembers of each parameter: tensors of the same shape.
 * @module
 */
import {
  checkTensor,
  checkTensors,
  DataError,
  type OptimizerState,
  type Parameter,
  Tensor,
} from "@chainrule/core";

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
