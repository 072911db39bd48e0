/** The cross-entropy of independent yes-or-no questions.
 * @module
 */
import type { Numbers } from "@chainrule/core";
import { RowLoss } from "./row_loss.ts";

/**
 * 1/K Σ -t ln s - (1-t) ln(1-s) for s = 1/(1 + e⁻ˣ), which is 1/K Σ max(x, 0) - x t + ln(1 + e^-|x|) and can't overflow; its
 * gradient (s - t)/K goes to `dx`.
 */
function binaryCrossEntropy(x: Numbers, t: Numbers, dx: Numbers): number {
  const K = x.length;
  let loss = 0;
  for (let k = 0; k < K; k++) {
    const z = Math.exp(-Math.abs(x[k]));
    if (t[k] !== 1) loss += (1 - t[k]) * (Math.max(x[k], 0) + Math.log1p(z)); // 0 · ln 0 = 0
    if (t[k] !== 0) loss += t[k] * (Math.max(-x[k], 0) + Math.log1p(z));
    dx[k] = ((x[k] >= 0 ? 1 : z) / (1 + z) - t[k]) / K;
  }
  return loss / K;
}

/**
 * The binary cross-entropy of targets t and the logistic function s of logits x, over all numbers:
 * -1/(N·K) Σ t ln s + (1-t) ln(1-s) for a batch of N rows of K questions, as PyTorch's `BCEWithLogitsLoss` has it. Backward:
 * (s - t)/(N·K).
 *
 * Logits and targets `[batch, questions]`; each target is a number from 0 to 1, whatever the others of its row. Computed from
 * the logits, so it is finite for all finite ones: there is no `Sigmoid` before this loss.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { BinaryCrossEntropyLoss } from "@chainrule/losses";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const loss = new BinaryCrossEntropyLoss();
 * assertAlmostEquals(loss.forward(Tensor.from([[0, 0]]), Tensor.from([[1, 1]])), Math.LN2, 1e-6);
 * assertEquals(loss.backward().toArray(), [[-0.25, -0.25]]);
 * ```
 */
export class BinaryCrossEntropyLoss extends RowLoss {
  /** A loss without settings. */
  constructor() {
    super("BinaryCrossEntropyLoss", { row: binaryCrossEntropy }, { targets: "independent" });
  }
}
