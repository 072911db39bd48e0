/** The kernels that formulas name.
 * @module
 */
import {
  ACTIVATION_SETTINGS,
  type ActivationKernel,
  ACTIVATIONS,
  type Exports,
  LOSS_SETTINGS,
  LOSSES,
  type LossKernel,
} from "./exports.ts";

/** The kernel of an activation. */
export interface ActivationFunctions {
  /** y = f(x). */
  forward(count: number, x: number, y: number, ...settings: number[]): void;
  /** dx = dy·f′(x), where y = f(x). */
  backward(count: number, x: number, y: number, dy: number, dx: number, ...settings: number[]): void;
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

/** The exports that formulas name. */
type KernelName = ActivationKernel | `${ActivationKernel}_backward` | LossKernel;

/** Finds kernels by the names that they are exported under. */
export class NamedKernels {
  readonly #activations: ReadonlyMap<string, ActivationFunctions>;
  readonly #losses: ReadonlyMap<string, LossFunction>;

  /** Those of one build of the module. */
  constructor(wasm: Pick<Exports, KernelName>) {
    this.#activations = new Map(
      ACTIVATIONS.map((name) => {
        const { [name]: forward, [`${name}_backward` as const]: backward } = wasm;
        return [name, { forward, backward } as ActivationFunctions];
      }),
    );
    this.#losses = new Map(LOSSES.map((name) => [name, wasm[name] as LossFunction]));
  }

  /**
   * The kernel of an activation.
   *
   * @throws {RangeError} If there is none of this name, or it takes another number of settings.
   */
  activation(name: string, settings: number): ActivationFunctions {
    const kernel = this.#activations.get(name) ?? refuse("activation", name, ACTIVATIONS);
    checkSettings(name, settings, ACTIVATION_SETTINGS[name as ActivationKernel]);
    return kernel;
  }

  /**
   * The kernel of a loss.
   *
   * @throws {RangeError} If there is none of this name, or it takes another number of settings.
   */
  loss(name: string, settings: number): LossFunction {
    const kernel = this.#losses.get(name) ?? refuse("loss", name, LOSSES);
    checkSettings(name, settings, LOSS_SETTINGS[name as LossKernel]);
    return kernel;
  }
}

function checkSettings(name: string, found: number, wanted: number): void {
  if (found === wanted) return;
  throw new RangeError(`Cannot run the kernel ${name}: found ${found} settings, want ${wanted}`);
}

function refuse(kind: string, name: string, known: readonly string[]): never {
  throw new RangeError(
    `Cannot run the kernel of the ${kind} ${name}: there is none of this name, want one of ${
      known.join(", ")
    }`,
  );
}
