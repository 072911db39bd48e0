/** Successive halving: after each rung only the best go on (K. Jamieson and A. Talwalkar, 2016). */
export interface Halving {
  /** The epochs after which trials are compared, rising; the whole training comes after the last one. */
  readonly rungs: readonly number[];
  /** The fraction of them that goes on, above 0 and below 1. */
  readonly keep: number;
  /**
   * Whether trials are in brackets, each of which begins with a later rung than the one before and has fewer trials, the last without any
   * rung: it is not known beforehand how early one can tell (Hyperband: L. Li and others, 2018).
   */
  readonly hyperband?: boolean;
}

/** The bracket of each of so many trials, from 0: that of the rung that is its first. A trial is in the same one however many there are. */
export function bracketsOf(trials: number, halving: Halving | undefined): number[] {
  const cycle = halving?.hyperband ? bracketCycle(halving) : [0];
  return Array.from({ length: trials }, (_, position) => cycle[position % cycle.length]);
}

/** The brackets of the trials of one Hyperband, as many in each as it asks for, mixed evenly. */
function bracketCycle({ rungs, keep }: Halving): number[] {
  const brackets = rungs.length + 1;
  return Array.from({ length: brackets }, (_, bracket) => {
    const cuts = rungs.length - bracket, count = Math.ceil(brackets / (cuts + 1) / keep ** cuts - 1e-9);
    return Array.from({ length: count }, (_, i) => ({ bracket, place: (i + 0.5) / count }));
  }).flat().sort((a, b) => a.place - b.place || a.bracket - b.bracket).map(({ bracket }) => bracket);
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
export function halvingShare(epochs: number, trials: number, halving: Halving): number {
  const { rungs, keep } = halving;
  let total = 0;
  for (const [bracket, members] of Map.groupBy(bracketsOf(trials, halving), (bracket) => bracket)) {
    let done = 0, left = members.length;
    for (const rung of [...rungs.slice(bracket), epochs]) {
      total += left * (rung - done);
      done = rung;
      left = survivors(left, keep);
    }
  }
  return total / (epochs * trials);
}
