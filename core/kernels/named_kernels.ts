/** The kernels that formulas name.
 * @module
 */
import { ACTIVATIONS, type Exports, LOSSES } from "./exports.ts";

/** The kernel of an activation. */
export interface ActivationFunctions {
  /** y = f(x). */
  forward(count: number, x: number, y: number): void;
  /** dx = dy·f′(x), where y = f(x). */
  backward(count: number, x: number, y: number, dy: number, dx: number): void;
}

/** The kernel of a loss: returns its mean over the rows. `sums` is scratch memory. */
export type LossFunction = (
  ...args: [
    rows: number,
    classes: number,
    x: number,
    t: number,
    dx: number,
    sums: number,
    ...settings: number[],
  ]
) => number;

/** Finds kernels by the names that they are exported under. */
export class NamedKernels {
  readonly #activations: ReadonlyMap<string, ActivationFunctions>;
  readonly #losses: ReadonlyMap<string, LossFunction>;

  /** Those of one build of the module. */
  constructor(wasm: Exports) {
    this.#activations = new Map(
      ACTIVATIONS.map((name) => [name, { forward: wasm[name], backward: wasm[`${name}_backward`] }]),
    );
    this.#losses = new Map(LOSSES.map((name) => [name, wasm[name] as LossFunction]));
  }

  /**
   * The kernel of an activation.
   *
   * @throws {RangeError} If there is none of this name.
   */
  activation(name: string): ActivationFunctions {
    return this.#activations.get(name) ?? refuse("activation", name, ACTIVATIONS);
  }

  /**
   * The kernel of a loss.
   *
   * @throws {RangeError} If there is none of this name, or it takes another number of settings.
   */
  loss(name: string, settings: number): LossFunction {
    const kernel = this.#losses.get(name) ?? refuse("loss", name, LOSSES);
    // A function of the module has as many parameters as it takes.
    const wanted = kernel.length - 6;
    if (settings === wanted) return kernel;
    throw new RangeError(`Cannot run the kernel ${name}: found ${settings} settings, want ${wanted}`);
  }
}

function refuse(kind: string, name: string, known: readonly string[]): never {
  throw new RangeError(
    `Cannot run the kernel of the ${kind} ${name}: there is none of this name, want one of ${
      known.join(", ")
    }`,
  );
}
