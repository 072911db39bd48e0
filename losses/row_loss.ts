/** What all losses do the same way.
 * @module
 */
import {
  checkApart,
  checkFresh,
  checkTensor,
  formatShape,
  kernels,
  type Loss,
  type LossFormula,
  markGradient,
  type Numbers,
  ShapeError,
  type Tensor,
  Workspace,
} from "@chainrule/core";
import { checkTargetKind, checkTargets, type TargetKind } from "./targets.ts";

/** What a {@linkcode RowLoss} can be told besides its formula. */
export interface RowLossOptions {
  /** The targets that it takes, others are refused: `"any"` unless given. */
  targets?: TargetKind;
  /**
   * How much a row of targets counts, at least 0: each the same unless given. The formula has this weight worked in; the loss is
   * Σ row / Σ weight in place of the mean, and 0 where no row counts.
   */
  weight?(t: Numbers): number;
}

/**
 * A loss that is the mean of a function of one row of logits and one row of targets. {@linkcode HingeLoss} and the others
 * are this loss with a formula; with a formula of your own it is a new loss.
 *
 * `forward` computes the gradient along with the value; `backward` hands it out, valid until the next `forward`.
 *
 * @example The squared error.
 * ```ts
 * import { Tensor } from "@chainrule/core";
import { checkTargetKind, checkTargets, type TargetKind } from "./targets.ts";
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
 * checkLoss(squaredError, logits, Tensor.from([[3, 0], [-1, 0.5]], [2, 2], "float64"));
 * ```
 */
export class RowLoss implements Loss {
  /** What the loss is called in errors. */
  readonly name: string;
  /** The targets that it takes. */
  readonly targets: TargetKind;
  readonly #formula: LossFormula;
  readonly #weight: RowLossOptions["weight"];
  readonly #workspace = new Workspace();
  readonly #action: string;
  #gradient: Tensor | undefined;

  /**
   * A loss with a formula.
   *
   * @param name What the loss is called.
   * @param formula The loss of one row and its gradient.
   * @param options Which targets it takes, and how much a row counts.
   * @throws {RangeError} If there is no such kind of targets.
   */
  constructor(name: string, formula: LossFormula, { targets = "any", weight }: RowLossOptions = {}) {
    checkTargetKind(`make ${name}`, targets);
    this.name = name;
    this.targets = targets;
    this.#formula = formula;
    this.#weight = weight;
    this.#action = `compute ${name}`;
  }

  /**
   * The mean of the loss over the rows of `logits [batch, classes]`.
   *
   * @param targets `[batch, classes]`, of the kind that the loss takes.
   * @throws {ShapeError} If shapes or dtypes do not fit, the batch is empty, or the targets are of another kind.
   * @throws {StaleError} If one of them was overwritten, or is the loss's own gradient.
   */
  forward(logits: Tensor, targets: Tensor): number {
    const action = this.#action;
    if (logits.shape.length !== 2 || logits.size === 0) {
      throw new ShapeError(`Cannot ${action}: logits is ${formatShape(logits.shape)}, want [batch, classes]`);
    }
    checkTensor(action, "targets", targets, logits.shape, logits.dtype);
    checkFresh(action, "logits", logits);
    checkFresh(action, "targets", targets);
    checkTargets(this.targets, action, targets);
    this.#gradient = undefined; // until it is whole
    const gradient = this.#workspace.like(logits);
    checkApart(action, "logits is the loss's own gradient", logits, gradient);
    checkApart(action, "targets is the loss's own gradient", targets, gradient);
    let value = kernels[logits.dtype].loss(this.#formula, logits, targets, gradient);
    if (this.#weight) {
      const factor = rowsPerWeight(targets, this.#weight); // the kernel has divided by the number of rows
      for (let i = 0; i < gradient.size; i++) gradient.data[i] *= factor;
      value *= factor;
    }
    markGradient(gradient, logits);
    this.#gradient = gradient;
    return value;
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
}

/** The number of rows of targets, divided by the sum of their weights; 0 if that is 0. */
function rowsPerWeight({ data, shape: [rows, classes] }: Tensor, weight: (t: Numbers) => number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += weight(data.subarray(row * classes, (row + 1) * classes));
  return sum === 0 ? 0 : rows / sum;
}
