/** Successive halving: after each rung only the best go on (K. Jamieson and A. Talwalkar, 2016). */
export interface Halving {
  /** The epochs after which trials are compared, rising; the whole training comes after the last one. */
  readonly rungs: readonly number[];
  /** The fraction of them that goes on, above 0 and below 1. */
  readonly keep: number;
}

/** The fraction that goes on unless another is given: the best value in theory is about a third (L. Li and others, 2018). */
export const KEEP = 1 / 3;

/** The rungs unless others are given: each has about `keep` of the epochs of the next, and none less than one. */
export function defaultRungs(epochs: number, trials: number, keep: number): number[] {
  const rungs: number[] = [];
  let rung = epochs * keep, left = trials * keep;
  while (Math.round(rung) >= 1 && left >= 1) {
    if (Math.round(rung) < (rungs[0] ?? epochs)) rungs.unshift(Math.round(rung));
    rung *= keep;
    left *= keep;
  }
  return rungs;
}

/** How many of so many trials go on. At least one. */
export function survivors(trials: number, keep: number): number {
  return Math.max(1, Math.floor(trials * keep + 1e-9));
}

/** The share of the epochs of all trials that is trained, if none diverges. */
export function halvingShare(epochs: number, trials: number, { rungs, keep }: Halving): number {
  let done = 0, total = 0, left = trials;
  for (const rung of [...rungs, epochs]) {
    total += left * (rung - done);
    done = rung;
    left = survivors(left, keep);
  }
  return total / (epochs * trials);
}
