import { UsageError } from "../../study/usage_error.ts";
import { classWeightsOf } from "../../training/class_weights.ts";
import type { Invocation } from "./invocation.ts";

/**
 * Makes sure that there are the classes that runs weight, as soon as it is known how many there are.
 *
 * @throws {UsageError} If not.
 */
export function checkClassWeights({ asked }: Pick<Invocation, "asked">, classes: number): void {
  const weights = new Set(asked.flatMap(({ runs }) => runs.map(({ configuration: c }) => c.classWeights)));
  for (const text of weights) {
    try {
      classWeightsOf(text, classes);
    } catch (error) {
      throw error instanceof RangeError ? new UsageError(error.message) : error;
    }
  }
}
