/** What a layer remembers between forward and backward.
 * @module
 */
import { checkTensor } from "./checks.ts";
import { ShapeError, StaleError } from "./errors.ts";
import { checkApart, checkFresh, type Ledger, ledgerOf, markGradient, stampOf } from "./stamps.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The last forward pass of a layer: its input and output. A layer remembers one; this refuses what would silently give wrong numbers.
 *
 * - An input that is the layer's own output, which the pass overwrites.
 * - Numbers that were overwritten since they were made: an input by the time of the backward pass, or a result that was passed on too
 *   late.
 * - A gradient that belongs to the output of another pass.
 *
 * All of this is noticed of results in the memory of a {@linkcode Workspace}, which is where layers, losses and batches have theirs.
 *
 * @example A layer of your own.
 * ```ts
 * import { type Layer, Pass, StaleError, Tensor, Workspace } from "@chainrule/core";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const pass = new Pass("Square"), output = new Workspace(), gradient = new Workspace();
 * const square: Layer = {
 *   name: "Square",
 *   children: [],
 *   forward(x) {
 *     const y = pass.begin(x, output.like(x));
 *     for (let i = 0; i < x.size; i++) y.data[i] = x.data[i] ** 2;
 *     return y;
 *   },
 *   backward(dOutput) {
 *     const { input: x } = pass.recall(dOutput), dx = pass.gradient(dOutput, gradient.like(x));
 *     for (let i = 0; i < x.size; i++) dx.data[i] = 2 * x.data[i] * dOutput.data[i];
 *     return dx;
 *   },
 *   parameters: () => [],
 * };
 * const y = square.forward(Tensor.from([3]));
 * assertEquals(square.backward(Tensor.from([1])).toArray(), [6]);
 * assertThrows(() => square.forward(y), StaleError, "x is the layer's own output");
 * ```
 */
export class Pass {
  readonly #forward: string;
  readonly #backward: string;
  #x: Tensor | undefined;
  #y: Tensor | undefined;
  #xLedger: Ledger | undefined;
  #yLedger: Ledger | undefined;
  #xVersion = 0;
  #yVersion = 0;

  /**
   * No pass yet.
   *
   * @param layer The name of the layer, for errors.
   */
  constructor(layer: string) {
    this.#forward = `run ${layer} forward`;
    this.#backward = `run ${layer} backward`;
  }

  /** The input of the last forward pass. To be asked for after {@linkcode Pass.recall}. */
  get input(): Tensor {
    return this.#x!;
  }

  /** The output of the last forward pass. To be asked for after {@linkcode Pass.recall}. */
  get output(): Tensor {
    return this.#y!;
  }

  /**
   * Begins a forward pass: to be called before anything is written to the output.
   *
   * @param x The input. What is remembered of it is the tensor, not a copy.
   * @param y Where the output will be. None where the layer passes `x` on as it is.
   * @returns The output.
   * @throws {StaleError} If `x` was overwritten, or is in the memory of `y`.
   */
  begin(x: Tensor, y?: Tensor): Tensor {
    this.#x = this.#y = undefined; // until it has begun
    if (y === undefined) y = x;
    else checkApart(this.#forward, "x is the layer's own output", x, y);
    checkFresh(this.#forward, "x", x);
    this.#x = x;
    this.#y = y;
    this.#xLedger = ledgerOf(x);
    this.#yLedger = ledgerOf(y);
    this.#xVersion = this.#xLedger?.version ?? 0;
    this.#yVersion = this.#yLedger?.version ?? 0;
    return y;
  }

  /**
   * Checks that a gradient belongs to the last forward pass, and that its input is still there.
   *
   * @param dOutput The gradient of the loss with respect to the output.
   * @returns This pass, whose `input` and `output` can be read now.
   * @throws {ShapeError} If `dOutput` is not of the shape and dtype of the last output, or there was none.
   * @throws {StaleError} If the input or `dOutput` was overwritten, or `dOutput` is the gradient of an output before the last.
   */
  recall(dOutput: Tensor): this {
    const y = this.#y, action = this.#backward;
    if (y === undefined) throw new ShapeError(`Cannot ${action}: forward has not run yet`);
    checkTensor(action, "dOutput", dOutput, y.shape, y.dtype);
    if (this.#xLedger !== undefined && this.#xLedger.version !== this.#xVersion) {
      throw new StaleError(
        `Cannot ${action}: the input of the last forward was overwritten since, by another forward or the next batch`,
      );
    }
    checkFresh(action, "dOutput", dOutput);
    const stamp = stampOf(dOutput);
    if (stamp?.of !== undefined && stamp.of === this.#yLedger && stamp.ofVersion !== this.#yVersion) {
      throw new StaleError(
        `Cannot ${action}: dOutput is the gradient of an output before the last; a layer remembers one input`,
      );
    }
    return this;
  }

  /**
   * Notes that a tensor will be the gradient with respect to the input: to be called before anything is written to it.
   *
   * @param dOutput The gradient with respect to the output.
   * @param dx Where that with respect to the input will be.
   * @returns `dx`.
   * @throws {StaleError} If `dOutput` is in the memory of `dx`.
   */
  gradient(dOutput: Tensor, dx: Tensor): Tensor {
    checkApart(this.#backward, "dOutput is the layer's own gradient", dOutput, dx);
    markGradient(dx, this.#x!);
    return dx;
  }
}
