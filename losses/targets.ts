/** Which targets losses take.
 * @module
 */
import { printable, ShapeError, type Tensor } from "@chainrule/core";

/**
 * The targets that a loss takes: `"any"` numbers; `"independent"`, numbers from 0 to 1; `"probabilities"`, rows of numbers from 0
 * that sum to 1 (within 0.001); `"one-hot"`, rows with one 1 and else 0.
 */
export type TargetKind = "any" | "independent" | "probabilities" | "one-hot";

/** All of them. */
const KINDS: readonly TargetKind[] = ["any", "independent", "probabilities", "one-hot"];

/** Refuses a kind that is none: it would be taken for `"any"`. */
export function checkTargetKind(action: string, kind: TargetKind): void {
  if (KINDS.includes(kind)) return;
  throw new RangeError(
    `Cannot ${action}: targets is ${printable(String(kind))}, want one of ${KINDS.join(", ")}`,
  );
}

/** Refuses targets `[rows, classes]` that are not of a kind. */
export function checkTargets(kind: TargetKind, action: string, targets: Tensor): void {
  if (kind === "independent") checkIndependent(action, targets);
  if (kind === "probabilities") checkProbabilities(action, targets);
  if (kind === "one-hot") checkOneHot(action, targets);
}

function checkIndependent(action: string, { data, shape: [, classes] }: Tensor): void {
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= 0 && data[i] <= 1) continue;
    const row = Math.floor(i / classes);
    throw new ShapeError(`Cannot ${action}: row ${row} of targets has ${data[i]}, want numbers from 0 to 1`);
  }
}

function checkProbabilities(action: string, { data, shape: [rows, classes] }: Tensor): void {
  for (let row = 0, i = 0; row < rows; row++) {
    let sum = 0, least = 0;
    for (const end = i + classes; i < end; i++) {
      sum += data[i];
      if (data[i] < least) least = data[i];
    }
    if (least < 0) {
      throw new ShapeError(`Cannot ${action}: row ${row} of targets has ${least}, want probabilities`);
    }
    if (!(Math.abs(sum - 1) < 1e-3)) {
      throw new ShapeError(`Cannot ${action}: row ${row} of targets sums to ${sum}, want 1`);
    }
  }
}

function checkOneHot(action: string, { data, shape: [rows, classes] }: Tensor): void {
  for (let row = 0, i = 0; row < rows; row++) {
    let ones = 0, zeros = 0;
    for (const end = i + classes; i < end; i++) {
      if (data[i] === 1) ones++;
      else if (data[i] === 0) zeros++;
    }
    if (ones !== 1 || zeros !== classes - 1) {
      throw new ShapeError(`Cannot ${action}: row ${row} of targets is not one-hot`);
    }
  }
}
