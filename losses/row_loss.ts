/** What all losses do the same way.
 * @module
 */
import {
  checkTensor,
  formatShape,
  kernels,
  type Loss,
  type LossFormula,
  ShapeError,
  type Tensor,
  Workspace,
} from "@chainrule/core";

/**
 * A loss that is the mean of a function of one row of logits and one row of targets. {@linkcode HingeLoss} and the others
 * are this loss with a formula; with a formula of your own it is a new loss.
 *
 * `forward` computes the gradient along with the value; `backward` hands it out, valid until the next `forward`.
 *
 * @example The squared error.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { checkLoss } from "@chainrule/core/testing";
 * import { RowLoss } from "@chainrule/losses";
 *
 * const squaredError = new RowLoss("SquaredError", {
 *   row(x, t, dx) {
 *     let sum = 0;
 *     for (let k = 0; k < x.length; k++) {
 *       sum += (x[k] - t[k]) ** 2;
 *       dx[k] = 2 * (x[k] - t[k]);
 *     }
 *     return sum;
 *   },
 * });
 * const logits = Tensor.from([[1, 2], [3, 4]], [2, 2], "float64");
 * checkLoss(squaredError, logits, Tensor.from([[1, 0], [0, 1]], [2, 2], "float64"));
 * ```
 */
export class RowLoss implements Loss {
  /** What the loss is called in errors. */
  readonly name: string;
  readonly #formula: LossFormula;
  readonly #workspace = new Workspace();
  readonly #action: string;
  #gradient: Tensor | undefined;

  /**
   * A loss with a formula.
   *
   * @param name What the loss is called.
   * @param formula The loss of one row and its gradient.
   */
  constructor(name: string, formula: LossFormula) {
    this.name = name;
    this.#formula = formula;
    this.#action = `compute ${name}`;
  }

  /**
   * The mean of the loss over the rows of `logits [batch, classes]`.
   *
   * @param targets `[batch, classes]`; each row must sum to 1.
   * @throws {ShapeError} If shapes or dtypes do not fit, the batch is empty, or a row of targets does not sum to 1.
   */
  forward(logits: Tensor, targets: Tensor): number {
    const action = this.#action;
    const rows = logits.shape[0], classes = logits.shape[1];
    if (logits.shape.length !== 2 || rows === 0 || classes === 0) {
      throw new ShapeError(`Cannot ${action}: logits is ${formatShape(logits.shape)}, want [batch, classes]`);
    }
    checkTensor(action, "targets", targets, logits.shape, logits.dtype);
    this.checkTargets(action, targets.data, rows, classes);
    this.#gradient = this.#workspace.like(logits);
    return kernels[logits.dtype].loss(this.#formula, logits, targets, this.#gradient);
  }

  /**
   * The gradient with respect to the logits of the last `forward`, `[batch, classes]`.
   *
   * @throws {ShapeError} If there was none.
   */
  backward(): Tensor {
    if (!this.#gradient) throw new ShapeError(`Cannot run ${this.name} backward: forward has not run yet`);
    return this.#gradient;
  }

  /** Refuses targets whose rows do not sum to 1 (within 0.001). */
  protected checkTargets(action: string, targets: Tensor["data"], rows: number, classes: number): void {
    for (let row = 0, i = 0; row < rows; row++) {
      let sum = 0;
      for (const end = i + classes; i < end; i++) sum += targets[i];
      if (!(Math.abs(sum - 1) < 1e-3)) {
        throw new ShapeError(`Cannot ${action}: row ${row} of targets sums to ${sum}, want 1`);
      }
    }
  }
}
