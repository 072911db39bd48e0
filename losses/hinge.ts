/** The multi-class hinge loss.
 * @module
 */
import { checkNumber, type Numbers } from "@chainrule/core";
import { RowLoss } from "./row_loss.ts";

/**
 * Σ max(0, Δ - x_target + x_k) over the classes k other than the target. Its gradient goes to `dx`: 1 for each class that
 * violates the margin, minus their number for the target; 0 at the kink.
 */
function hinge(x: Numbers, t: Numbers, dx: Numbers, margin: number): number {
  const target = t.indexOf(1);
  let loss = 0;
  dx.fill(0);
  for (let k = 0; k < x.length; k++) {
    if (k === target) continue;
    const excess = Math.max(0, margin - x[target] + x[k]);
    loss += excess;
    if (excess > 0) {
      dx[k] += 1;
      dx[target] -= 1;
    }
  }
  return loss;
}

/**
 * The multi-class hinge loss of J. Weston and C. Watkins (1999), a sum over classes, with margin Δ: 1/N Σₙ Σ_{k≠tₙ} max(0, Δ -
 * x_{tₙ} + x_k) over a batch of N. Backward: 1/N for each class that violates the margin, minus their number/N for the target.
 *
 * Logits `[batch, classes]`; targets `[batch, classes]`, one-hot.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { HingeLoss } from "@chainrule/losses";
 * import { assertEquals } from "@std/assert";
 *
 * const loss = new HingeLoss({ margin: 5 });
 * assertEquals(loss.forward(Tensor.from([[7, 4, 1]]), Tensor.from([[1, 0, 0]])), 2);
 * assertEquals(loss.backward().toArray(), [[-1, 1, 0]]);
 * ```
 */
export class HingeLoss extends RowLoss {
  /**
   * A loss with a margin.
   *
   * @param options `margin`: by how much the target's logit should exceed the others, at least 0; 5 unless given.
   * @throws {RangeError} If `margin` is negative or not finite.
   */
  constructor({ margin = 5 }: { margin?: number } = {}) {
    checkNumber("make a HingeLoss", "margin", margin);
    super("HingeLoss", {
      row: (x, t, dx) => hinge(x, t, dx, margin),
      simd: { kernel: "hinge_loss", settings: [margin] },
    }, { targets: "one-hot" });
  }
}
