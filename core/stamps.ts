/** Which numbers of memory that is used again and again are still there.
 * @module
 */
import { StaleError } from "./errors.ts";
import { memoryOf, type Tensor } from "./tensor.ts";

/** How often some memory was handed out to be written to. All tensors in it share this. */
export interface Ledger {
  /** Counts from 0. */
  version: number;
}

/** What is known of a tensor of a workspace. */
export interface Stamp {
  readonly ledger: Ledger;
  /** The version of its memory that it was last handed out for; at any other its numbers are lost. */
  version: number;
  /** If it is a gradient: the memory, and the version of it, of that with respect to which. */
  of: Ledger | undefined;
  ofVersion: number;
}

const stamps = new WeakMap<Tensor, Stamp>();

/** Lets a tensor be known as one of memory that is used again and again. */
export function stampTensor(tensor: Tensor, ledger: Ledger): Stamp {
  const stamp: Stamp = { ledger, version: 0, of: undefined, ofVersion: 0 };
  stamps.set(tensor, stamp);
  // Views of it share the memory, too.
  if (!stamps.has(memoryOf(tensor))) stamps.set(memoryOf(tensor), { ...stamp });
  return stamp;
}

/** Notes that a tensor is about to be written to. */
export function handOut(stamp: Stamp): void {
  stamp.version = ++stamp.ledger.version;
  stamp.of = undefined;
}

/** The stamp of a tensor of a workspace. */
export function stampOf(tensor: Tensor): Stamp | undefined {
  return stamps.get(tensor);
}

/** The ledger of the memory of a tensor, or of what it is a view of; none where memory is used once. */
export function ledgerOf(tensor: Tensor): Ledger | undefined {
  return (stamps.get(tensor) ?? stamps.get(memoryOf(tensor)))?.ledger;
}

/**
 * Refuses a tensor whose numbers are lost, for its memory was handed out again since. That is known of tensors of a `Workspace`, not of
 * views of them.
 *
 * @param action What can't be done otherwise, such as `run Tanh forward`.
 * @param name What the tensor is called.
 * @throws {StaleError} If its numbers are lost.
 *
 * @example
 * ```ts
 * import { checkFresh, StaleError, Workspace } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * const workspace = new Workspace(), x = workspace.tensor([100, 10], "float32");
 * checkFresh("run Tanh forward", "x", x);
 * workspace.tensor([60, 10], "float32"); // in the same memory
 * assertThrows(() => checkFresh("run Tanh forward", "x", x), StaleError, "x was overwritten since it was made");
 * ```
 */
export function checkFresh(action: string, name: string, tensor: Tensor): void {
  const stamp = stamps.get(tensor);
  if (stamp === undefined || stamp.version === stamp.ledger.version) return;
  throw new StaleError(`Cannot ${action}: ${name} was overwritten since it was made`);
}

/**
 * Refuses a tensor in the memory of the workspace where a result is about to be written.
 *
 * @param action What can't be done otherwise, such as `run Tanh forward`.
 * @param name What the tensor is called, and what it is: `x is its own output`.
 * @param tensor What is read.
 * @param result What is written.
 * @throws {StaleError} If both are in the memory of one workspace.
 *
 * @example
 * ```ts
 * import { checkApart, StaleError, Workspace } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * const workspace = new Workspace(), y = workspace.tensor([2], "float32");
 * assertThrows(() => checkApart("run Tanh forward", "x is its own output", y, y), StaleError, "x is its own output");
 * ```
 */
export function checkApart(action: string, name: string, tensor: Tensor, result: Tensor): void {
  const ledger = ledgerOf(result);
  if (tensor !== result && (ledger === undefined || ledger !== ledgerOf(tensor))) return;
  throw new StaleError(`Cannot ${action}: ${name}, which would be overwritten`);
}

/**
 * Notes what a tensor of a workspace is the gradient with respect to: who gets it notices whether that was another pass.
 *
 * @param gradient A tensor of a `Workspace`; of others nothing is noted.
 * @param of With respect to what, as it is now.
 *
 * @example
 * ```ts
 * import { markGradient, Pass, StaleError, Tensor, Workspace } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * const output = new Workspace(), gradient = new Workspace(), pass = new Pass("Mine"), x = Tensor.zeros([2]);
 * const y = pass.begin(x, output.like(x)), dy = gradient.like(y);
 * markGradient(dy, y);
 * pass.recall(dy);
 * pass.begin(x, output.like(x));
 * assertThrows(() => pass.recall(dy), StaleError, "dOutput is the gradient of an output before the last");
 * ```
 */
export function markGradient(gradient: Tensor, of: Tensor): void {
  const stamp = stamps.get(gradient);
  if (stamp === undefined) return;
  stamp.of = ledgerOf(of);
  stamp.ofVersion = stamp.of?.version ?? 0;
}
