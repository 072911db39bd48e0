/** The mean squared error.
 * @module
 */
import type { Numbers } from "@chainrule/core";
import { RowLoss } from "./row_loss.ts";

/** 1/K Σ (x - t)²; its gradient 2 (x - t)/K goes to `dx`. */
function squaredError(x: Numbers, t: Numbers, dx: Numbers): number {
  const K = x.length;
  let loss = 0;
  for (let k = 0; k < K; k++) {
    loss += (x[k] - t[k]) ** 2;
    dx[k] = 2 * (x[k] - t[k]) / K;
  }
  return loss / K;
}

/**
 * The mean squared error of outputs x and targets t, over all numbers: 1/(N·K) Σ (x - t)² for a batch of N rows of K numbers,
 * as PyTorch's `MSELoss` has it. Backward: 2 (x - t)/(N·K).
 *
 * Outputs and targets `[batch, outputs]`, any numbers.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { MeanSquaredErrorLoss } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * const loss = new MeanSquaredErrorLoss();
 * assertEquals(loss.forward(Tensor.from([[1], [2]]), Tensor.from([[3], [2]])), 2); // (2² + 0²) / 2
 * assertEquals(loss.backward().toArray(), [[-2], [0]]);
 * ```
 */
export class MeanSquaredErrorLoss extends RowLoss {
  /** A loss without settings. */
  constructor() {
    super("MeanSquaredErrorLoss", { row: squaredError });
  }
}
