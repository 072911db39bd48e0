/** The focal loss.
 * @module
 */
import { checkNumber, type Numbers, ShapeError } from "@chainrule/core";
import { logSoftmax } from "./log_softmax.ts";
import { RowLoss } from "./row_loss.ts";

/**
 * -Σ w t (1-h)^γ ln h for h = softmax(x) and w = αt + (1-α)(1-t).
 *
 * With g = d loss/dh = w t [γ(1-h)^(γ-1) ln h - (1-h)^γ/h] the gradient is h_j (g_j - Σ g_k h_k); written with q = g h, which stays
 * finite where h is 0 or 1 and where γ < 1, it is q_j - h_j Σ q.
 */
function focal(
  x: Numbers,
  t: Numbers,
  dx: Numbers,
  alpha: number | readonly number[],
  gamma: number,
): number {
  const logH = logSoftmax(x);
  let loss = 0, sumOfQ = 0;
  for (let k = 0; k < x.length; k++) {
    dx[k] = 0;
    if (t[k] === 0) continue; // 0 · ln 0 = 0
    const a = typeof alpha === "number" ? alpha : alpha[k];
    const w = a * t[k] + (1 - a) * (1 - t[k]);
    const rest = -Math.expm1(logH[k]); // 1 - h, exact also where h is nearly 1
    const power = Math.pow(rest, gamma);
    if (power !== 0) loss -= w * t[k] * power * logH[k];
    // (1-h)^(γ-1) ln h = (1-h)^γ · ln h/(1-h), whose second factor tends to -1 where h tends to 1.
    const slope = power * (rest > 0 ? logH[k] / rest : -1);
    const h = Math.exp(logH[k]);
    dx[k] = w * t[k] * ((h === 0 ? 0 : gamma * h * slope) - power); // h ln h tends to 0 where h does
    sumOfQ += dx[k];
  }
  for (let j = 0; j < x.length; j++) dx[j] -= Math.exp(logH[j]) * sumOfQ;
  return loss;
}

/**
 * The focal loss, a cross-entropy that cares less for what is already right: -1/N Σ w t (1-h)^γ ln h over a batch of N, for the
 * softmax h of the logits and the weight w = αt + (1-α)(1-t) (T.-Y. Lin and others, "Focal loss for dense object detection",
 * 2017). γ is an exponent. Backward: see the source.
 *
 * Logits and targets `[batch, classes]`; targets are one-hot or probabilities. With γ = 0 and α = 1 it is the cross-entropy
 * of one-hot targets.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { FocalLoss } from "@chainrule/losses";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const loss = new FocalLoss({ alpha: 0.1, gamma: 2 });
 * const value = loss.forward(Tensor.from([[0, 0]]), Tensor.from([[1, 0]])); // h = 1/2
 * assertAlmostEquals(value, 0.1 * 0.25 * Math.LN2, 1e-6);
 * const [first, second] = loss.backward().data;
 * assertAlmostEquals(first, -0.1 * (0.125 + 0.25 * Math.LN2), 1e-6);
 * assertAlmostEquals(second, 0.1 * (0.125 + 0.25 * Math.LN2), 1e-6);
 * ```
 */
export class FocalLoss extends RowLoss {
  /**
   * A loss with weights and an exponent.
   *
   * @param options `alpha`: from 0 to 1, one for all classes (which runs as a SIMD kernel) or a list with one for each; 0.1
   * unless given. `gamma`: at least 0; 2 unless given.
   * @throws {RangeError} If one of them is out of range. `forward` throws a {ShapeError} for another number of classes than α.
   */
  constructor({ alpha = 0.1, gamma = 2 }: { alpha?: number | readonly number[]; gamma?: number } = {}) {
    const list = typeof alpha === "number" ? undefined : [...alpha];
    for (const value of list ?? [alpha as number]) checkNumber("make a FocalLoss", "alpha", value, 0, 1);
    checkNumber("make a FocalLoss", "gamma", gamma);
    super("FocalLoss", {
      row(x, t, dx) {
        if (list && list.length !== x.length) {
          throw new ShapeError(
            `Cannot compute FocalLoss: alpha has ${list.length} entries, want one for each of ${x.length} classes`,
          );
        }
        return focal(x, t, dx, list ?? alpha as number, gamma);
      },
      simd: list ? undefined : { kernel: "focal_loss", settings: [alpha as number, gamma] },
    }, { targets: "probabilities" });
  }
}
