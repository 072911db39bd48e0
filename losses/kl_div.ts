/** The Kullback-Leibler divergence.
 * @module
 */
import type { Numbers } from "@chainrule/core";
import { logSoftmax } from "./log_softmax.ts";
import { RowLoss } from "./row_loss.ts";

/** Σ t (ln t - ln h) for h = softmax(x); its gradient h - t goes to `dx`. */
function klDiv(x: Numbers, t: Numbers, dx: Numbers): number {
  const logH = logSoftmax(x);
  let loss = 0;
  for (let k = 0; k < x.length; k++) {
    if (t[k] !== 0) loss += t[k] * (Math.log(t[k]) - logH[k]); // 0 · ln 0 = 0
    dx[k] = Math.exp(logH[k]) - t[k];
  }
  return loss;
}

/**
 * The Kullback-Leibler divergence of the softmax h of logits x from targets t: 1/N Σ t (ln t - ln h) over a batch of N.
 * Backward: (h - t)/N.
 *
 * Logits and targets `[batch, classes]`; targets are one-hot or probabilities. With one-hot targets it equals the
 * cross-entropy, with others it is smaller by their entropy and 0 where h = t.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { KLDivLoss } from "@chainrule/losses";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const loss = new KLDivLoss(), logits = Tensor.from([[5, 5]]);
 * assertAlmostEquals(loss.forward(logits, Tensor.from([[0.5, 0.5]])), 0, 1e-6);
 * assertAlmostEquals(loss.forward(logits, Tensor.from([[1, 0]])), Math.LN2, 1e-6);
 * assertEquals(loss.backward().toArray(), [[-0.5, 0.5]]); // h - t
 * ```
 */
export class KLDivLoss extends RowLoss {
  /** A loss without settings. */
  constructor() {
    super("KLDivLoss", { row: klDiv, simd: { kernel: "kl_div_loss" } }, { targets: "probabilities" });
  }
}
