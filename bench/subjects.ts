/** What is timed. Activations and losses are found by themselves: exporting one from its package is enough.
 * @module
 */
import type { Layer, Loss, Parameter } from "@chainrule/core";
import * as layers from "@chainrule/layers";
import * as losses from "@chainrule/losses";
import { Adam, AdamW, Ema, type Optimizer, RmsProp, Sgd } from "@chainrule/optim";

/** Something with a name, as often as wanted. */
export interface Maker<T> {
  /** Its name in the tables. */
  readonly name: string;
  /** Makes one with the settings that it has by default. */
  make(): T;
}

/** The classes of a package that are an `Ancestor` of some kind, made with no settings. */
function kindsOf<T extends { name: string }>(
  exported: Record<string, unknown>,
  Ancestor: { readonly prototype: T },
): Maker<T>[] {
  const isKind = (value: unknown): value is new () => T =>
    typeof value === "function" && value.prototype instanceof (Ancestor as unknown as new () => T);
  return Object.values(exported).filter(isKind).map((Kind) => ({
    name: new Kind().name,
    make: () => new Kind(),
  }));
}

/** All activations. */
export const ACTIVATIONS: readonly Maker<Layer>[] = kindsOf(layers, layers.Activation);

/** All losses. */
export const LOSSES: readonly Maker<Loss>[] = kindsOf(losses, losses.RowLoss);

/** The optimizers, with the settings of the study where they have any. */
export const OPTIMIZERS: Readonly<Record<string, (parameters: Parameter[]) => Optimizer>> = {
  "Sgd": (parameters) => new Sgd(parameters, { learningRate: 1e-3 }),
  "Sgd, momentum": (parameters) =>
    new Sgd(parameters, { learningRate: 1e-3, momentum: 0.9, weightDecay: 1e-5 }),
  "Adam": (parameters) => new Adam(parameters, { learningRate: 1e-3 }),
  "AdamW": (parameters) => new AdamW(parameters, { learningRate: 1e-3 }),
  "RmsProp": (parameters) => new RmsProp(parameters, { learningRate: 1e-3 }),
  "Ema of Sgd": (parameters) => new Ema(new Sgd(parameters, { learningRate: 1e-3 }), parameters),
};

/** The maker of a name. */
export function named<T>(makers: readonly Maker<T>[], name: string): Maker<T> {
  const found = makers.find((maker) => maker.name === name);
  if (found) return found;
  throw new RangeError(`Cannot time ${name}: found ${makers.map((maker) => maker.name).join(", ")}`);
}
