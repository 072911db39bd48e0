/** The cross-entropy of the softmax.
 * @module
 */
import { checkNumber, type Numbers, ShapeError } from "@chainrule/core";
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

/** The settings of a {@linkcode SoftmaxCrossEntropyLoss}, all of them as PyTorch's `CrossEntropyLoss` has them. */
export interface SoftmaxCrossEntropyOptions {
  /** The share ε of the targets that is spread evenly over all classes: t becomes (1-ε)t + ε/K. From 0 to 1; 0 unless given. */
  labelSmoothing?: number;
  /** How much each class counts, at least 0: all the same unless given. The loss is the mean so weighted. */
  classWeights?: readonly number[];
  /** The class whose rows do not count, as if they were not in the batch: none unless given. */
  ignoreIndex?: number;
}

/** The same settings, at hand. */
interface Settings {
  readonly smoothing: number;
  readonly weights: readonly number[] | undefined;
  readonly ignored: number | undefined;
}

/** -Σ w s ln h for the smoothed targets s = (1-ε)t + ε/K; its gradient h Σ w s - w s goes to `dx`. */
function weightedCrossEntropy(
  x: Numbers,
  t: Numbers,
  dx: Numbers,
  { smoothing, weights, ignored }: Settings,
): number {
  const K = x.length;
  checkClasses(K, weights, ignored);
  dx.fill(0);
  if (isIgnored(t, ignored)) return 0;
  const logH = logSoftmax(x);
  let loss = 0, sum = 0;
  for (let k = 0; k < K; k++) {
    const ws = (weights ? weights[k] : 1) * ((1 - smoothing) * t[k] + smoothing / K);
    if (ws !== 0) loss -= ws * logH[k]; // 0 · ln 0 = 0
    dx[k] = -ws;
    sum += ws;
  }
  for (let k = 0; k < K; k++) dx[k] += Math.exp(logH[k]) * sum;
  return loss;
}

function isIgnored(t: Numbers, ignored: number | undefined): boolean {
  return ignored !== undefined && t[ignored] === 1;
}

function checkClasses(K: number, weights: readonly number[] | undefined, ignored: number | undefined): void {
  const action = "compute SoftmaxCrossEntropyLoss";
  if (weights && weights.length !== K) {
    throw new ShapeError(
      `Cannot ${action}: classWeights has ${weights.length} entries, want one for each of ${K} classes`,
    );
  }
  if (ignored !== undefined && !(Number.isInteger(ignored) && ignored < K)) {
    throw new ShapeError(`Cannot ${action}: ignoreIndex is ${ignored}, want one of ${K} classes`);
  }
}

/** How much a row counts: Σ w t, and nothing where it is of the ignored class. */
function rowWeight(t: Numbers, { weights, ignored }: Settings): number {
  if (isIgnored(t, ignored)) return 0;
  let sum = 0;
  for (let k = 0; k < t.length; k++) sum += (weights ? weights[k] : 1) * t[k];
  return sum;
}

/**
 * The cross-entropy of targets t and the softmax h of logits x: -1/N Σ t ln h over a batch of N. Backward: (h - t)/N.
 *
 * Logits and targets `[batch, classes]`; targets are one-hot or probabilities. Computed from the log-softmax with the row
 * maximum subtracted, so it is finite for all finite logits.
 *
 * With `classWeights` w and `labelSmoothing` ε it is -Σ w s ln h / Σ w t over the batch, for s = (1-ε)t + ε/K. (For targets that
 * are not one-hot PyTorch divides by N instead.) A batch in which no row counts has the loss 0 and the gradient 0.
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
 *
 * @example A class that counts three times as much as the other.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { SoftmaxCrossEntropyLoss } from "@chainrule/losses";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const loss = new SoftmaxCrossEntropyLoss({ classWeights: [3, 1] });
 * loss.forward(Tensor.from([[0, 0], [0, 0]]), Tensor.from([[1, 0], [0, 1]]));
 * assertAlmostEquals(loss.backward().data[0], -3 * 0.5 / 4, 1e-6);
 * assertAlmostEquals(loss.backward().data[3], -1 * 0.5 / 4, 1e-6);
 * ```
 */
export class SoftmaxCrossEntropyLoss extends RowLoss {
  /**
   * A loss, without settings if none are given, which runs as a SIMD kernel.
   *
   * @throws {RangeError} If a setting is out of range. `forward` throws a {ShapeError} where there is another number of classes
   * than of weights, or none of the number `ignoreIndex`.
   */
  constructor({ labelSmoothing = 0, classWeights, ignoreIndex }: SoftmaxCrossEntropyOptions = {}) {
    checkNumber("make a SoftmaxCrossEntropyLoss", "labelSmoothing", labelSmoothing, 0, 1);
    classWeights?.forEach((w) => checkNumber("make a SoftmaxCrossEntropyLoss", "classWeights", w));
    if (ignoreIndex !== undefined) {
      checkNumber("make a SoftmaxCrossEntropyLoss", "ignoreIndex", ignoreIndex);
    }
    const plain = labelSmoothing === 0 && classWeights === undefined && ignoreIndex === undefined;
    const settings = { smoothing: labelSmoothing, weights: classWeights?.slice(), ignored: ignoreIndex };
    super("SoftmaxCrossEntropyLoss", {
      row: plain ? softmaxCrossEntropy : (x, t, dx) => weightedCrossEntropy(x, t, dx, settings),
      simd: plain ? { kernel: "softmax_cross_entropy_loss" } : undefined,
    }, { targets: "probabilities", weight: plain ? undefined : (t) => rowWeight(t, settings) });
  }
}
