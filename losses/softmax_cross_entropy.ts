/** The cross-entropy of the softmax.
 * @module
 */
import type { Numbers } from "@chainrule/core";
import { logSoftmax } from "./log_softmax.ts";
import { RowLoss } from "./row_loss.ts";

/** -Σ t ln h for h = softmax(x); its gradient h - t goes to `dx`. */
function softmaxCrossEntropy(x: Numbers, t: Numbers, dx: Numbers): number {
  const logH = logSoftmax(x);
  let loss = 0;
  for (let k = 0; k < x.length; k++) {
    if (t[k] !== 0) loss -= t[k] * logH[k]; // 0 · ln 0 = 0
    dx[k] = Math.exp(logH[k]) - t[k];
  }
  return loss;
}

/**
 * The cross-entropy of targets t and the softmax h of logits x: -1/N Σ t ln h over a batch of N. Backward: (h - t)/N.
 *
 * Logits and targets `[batch, classes]`; targets are one-hot or probabilities. Computed from the log-softmax with the row
 * maximum subtracted, so it is finite for all finite logits.
 *
 * @example Equal logits know nothing: ln K.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { SoftmaxCrossEntropyLoss } from "@chainrule/losses";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const loss = new SoftmaxCrossEntropyLoss();
 * const value = loss.forward(Tensor.from([[5, 5, 5, 5]]), Tensor.from([[0, 1, 0, 0]]));
 * assertAlmostEquals(value, Math.log(4), 1e-6);
 * assertAlmostEquals(loss.backward().data[0], 0.25, 1e-6); // h - t
 * assertAlmostEquals(loss.backward().data[1], -0.75, 1e-6);
 * ```
 */
export class SoftmaxCrossEntropyLoss extends RowLoss {
  /** A loss without settings. */
  constructor() {
    super("SoftmaxCrossEntropyLoss", {
      row: softmaxCrossEntropy,
      simd: { kernel: "softmax_cross_entropy" },
    }, { targets: "probabilities" });
  }
}
