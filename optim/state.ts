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

/**
 * Refuses parameters of which two are the same numbers: a step would change them twice. A tensor that is a view of another
 * shares its memory, and counts as the same.
 */
export function checkDistinct(parameters: readonly Parameter[]): void {
  const places = parameters.map(({ name, value: { data } }, i) => ({
    where: `${i} (${name})`,
    memory: data.buffer,
    start: data.byteOffset,
    end: data.byteOffset + data.byteLength,
  }));
  for (const neighbours of Map.groupBy(places, ({ memory }) => memory).values()) {
    neighbours.sort((a, b) => a.start - b.start);
    for (let i = 1; i < neighbours.length; i++) {
      const [first, second] = neighbours.slice(i - 1, i + 1);
      if (second.start >= first.end) continue;
      throw new RangeError(
        `Cannot make an optimizer: parameters ${first.where} and ${second.where} are the same numbers, want each once`,
      );
    }
  }
}

/** A tensor of zeros for each parameter, of its shape and dtype. */
export function zerosFor(parameters: readonly Parameter[]): Tensor[] {
  return parameters.map(({ name, value, grad }) => {
    checkTensor("make an optimizer", `the gradient of ${name}`, grad, value.shape, value.dtype);
    const zeros = Tensor.zeros(value.shape, value.dtype);
    return zeros.data && zeros; // reserved now: a step reserves nothing
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
