/** Dropout.
 * @module
 */
import {
  type BackwardOptions,
  checkNumber,
  kernels,
  type Layer,
  type Parameter,
  Pass,
  Random,
  type Tensor,
  Workspace,
} from "@chainrule/core";

/** Where the generators of layers come from that were given none. */
const generators = new Random(0);

/**
 * In training, sets each number to 0 with a given probability and multiplies the others by 1/(1 - probability), so that
 * the expectation stays; otherwise passes its input on (N. Srivastava and others, "Dropout", 2014).
 *
 * Input and output of any shape. Results are valid until the next call of the same method.
 *
 * @example
 * ```ts
 * import { Random, Tensor } from "@chainrule/core";
 * import { Dropout } from "@chainrule/layers";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const dropout = new Dropout(0.5, { random: new Random(1) });
 * const x = Tensor.from([1, 1, 1, 1]);
 * assert(dropout.forward(x).data.every((value: number) => value === 0 || value === 2));
 * dropout.training = false;
 * assertEquals(dropout.forward(x).data, x.data);
 * ```
 */
export class Dropout implements Layer {
  /** What the layer is called in summaries and errors. */
  readonly name = "Dropout";
  /** None. */
  readonly children: readonly Layer[] = [];
  /** Whether numbers are dropped: true until it is set to false. */
  training = true;
  /** What decides. Its state is part of checkpoints. */
  readonly random: Random;
  readonly #probability: number;
  readonly #mask = new Workspace();
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();
  readonly #pass = new Pass("Dropout");
  #lastMask: Tensor | undefined;

  /**
   * A layer that drops numbers.
   *
   * @param probability Of a number to be dropped: from 0 to below 1.
   * @param options `random`: what decides; unless given, a generator of the layer's own, so that layers drop
   * independently of each other. Which one depends on how many such layers the program has made before.
   * @throws {RangeError} If the probability is not from 0 to below 1.
   */
  constructor(probability: number, { random = generators.fork() }: { random?: Random } = {}) {
    checkNumber("make a Dropout layer", "probability", probability, 0, 1 - Number.EPSILON);
    this.#probability = probability;
    this.random = random;
  }

  /**
   * x with some numbers dropped, or x itself outside of training.
   *
   * @throws {StaleError} If `x` was overwritten, or is the layer's own output.
   */
  forward(x: Tensor): Tensor {
    this.#lastMask = undefined;
    if (!this.training) return this.#pass.begin(x);
    const y = this.#pass.begin(x, this.#output.like(x));
    const mask = this.#mask.like(x), { drop, multiplyElements } = kernels[x.dtype];
    drop(this.random, this.#probability, mask);
    multiplyElements(x, mask, y);
    this.#lastMask = mask;
    return y;
  }

  /**
   * dOutput with the same numbers dropped as in the last forward pass.
   *
   * @throws {ShapeError} If `dOutput` is not of the shape and dtype of the last output, or there was none.
   * @throws {StaleError} If it belongs to another forward pass than the last, or the input was overwritten since.
   */
  backward(dOutput: Tensor, _options?: BackwardOptions): Tensor {
    const { input: x } = this.#pass.recall(dOutput);
    if (!this.#lastMask) return dOutput;
    const dx = this.#pass.gradient(dOutput, this.#gradient.like(x));
    kernels[x.dtype].multiplyElements(dOutput, this.#lastMask, dx);
    return dx;
  }

  /** None. */
  parameters(): Parameter[] {
    return [];
  }
}
