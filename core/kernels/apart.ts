/** Kernels that refuse to write a result over what it is made of.
 * @module
 */
import { StaleError } from "../errors.ts";
import { memoryOf, type Tensor } from "../tensor.ts";
import type { Kernels, Normalized } from "./types.ts";

/** The same kernels, where those that read numbers after they have begun to write refuse a result in the memory of an argument. */
export function apart(kernels: Kernels): Kernels {
  return {
    ...kernels,
    multiply(a, b, out, options) {
      check("multiply", "a", a, "out", out);
      check("multiply", "b", b, "out", out);
      if (options?.bias) check("multiply", "bias", options.bias, "out", out);
      kernels.multiply(a, b, out, options);
    },
    columnSums(x, sums) {
      check("sum columns", "x", x, "sums", sums);
      kernels.columnSums(x, sums);
    },
    layerNorm(x, weight, bias, epsilon, results) {
      checkNormalized(x, results);
      kernels.layerNorm(x, weight, bias, epsilon, results);
    },
    layerNormBackward(results, weight, dy, gradients) {
      check("compute gradients", "dy", dy, "dx", gradients.dx);
      kernels.layerNormBackward(results, weight, dy, gradients);
    },
    batchNorm(x, weight, bias, settings, running, results) {
      checkNormalized(x, results);
      kernels.batchNorm(x, weight, bias, settings, running, results);
    },
    batchNormBackward(results, weight, training, dy, gradients) {
      check("compute gradients", "dy", dy, "dx", gradients.dx);
      kernels.batchNormBackward(results, weight, training, dy, gradients);
    },
    loss(formula, logits, targets, dLogits) {
      check("compute a loss", "logits", logits, "dLogits", dLogits);
      check("compute a loss", "targets", targets, "dLogits", dLogits);
      return kernels.loss(formula, logits, targets, dLogits);
    },
  };
}

function checkNormalized(x: Tensor, { y, centered }: Normalized): void {
  check("normalize", "x", x, "y", y);
  check("normalize", "x", x, "centered", centered);
}

/** All views of a tensor begin where it does, so two tensors share either the numbers at their beginning or none. */
function check(action: string, name: string, tensor: Tensor, result: string, written: Tensor): void {
  if (memoryOf(tensor) !== memoryOf(written)) return;
  throw new StaleError(`Cannot ${action}: ${result} is in the memory of ${name}, which would be overwritten`);
}
