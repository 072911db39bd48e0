/** What holds for a layer and all that it is made of.
 * @module
 */
import type { Buffer, Layer } from "./layer.ts";
import type { Random } from "./random.ts";

/** What is asked of a network here. Whatever else has parameters will do where there are no layers within. */
export type LayerTree =
  & Pick<Layer, "parameters">
  & Partial<Pick<Layer, "name" | "children" | "random" | "buffers" | "training">>;

/** A layer and where it is in a network: `""` is the network itself, `"2.0"` the first child of the third of its children. */
export interface PlacedLayer {
  /** The numbers of the children on the way to it, from 0. */
  readonly path: string;
  /** The layer. */
  readonly layer: LayerTree;
}

/**
 * A layer and all that it is made of, each before its children.
 *
 * @throws {RangeError} If a layer is among its own children.
 *
 * @example
 * ```ts
 * import { type Layer, layersOf } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const make = (name: string, children: Layer[]): Layer =>
 *   ({ name, children, forward: (x) => x, backward: (dy) => dy, parameters: () => [] });
 * const network = make("Network", [make("A", []), make("B", [make("C", [])])]);
 * assertEquals(layersOf(network).map(({ path, layer }) => [path, layer.name]), [
 *   ["", "Network"],
 *   ["0", "A"],
 *   ["1", "B"],
 *   ["1.0", "C"],
 * ]);
 * ```
 */
export function layersOf(network: LayerTree): PlacedLayer[] {
  const found: PlacedLayer[] = [], above = new Set<LayerTree>();
  const visit = (layer: LayerTree, path: string) => {
    if (above.has(layer)) {
      throw new RangeError(`Cannot look into ${nameOf(network)}: layer ${path} is among its own children`);
    }
    above.add(layer);
    found.push({ path, layer });
    layer.children?.forEach((child, i) => visit(child, path === "" ? `${i}` : `${path}.${i}`));
    above.delete(layer);
  };
  visit(network, "");
  return found;
}

/**
 * Refuses a network in which a layer is twice, for a layer remembers one input; or in which a layer has a child whose parameters are
 * not among its own, for they would not be trained.
 *
 * @param action What can't be done otherwise, such as `make a Sequential`.
 * @throws {RangeError} In these cases; it names the places.
 *
 * @example
 * ```ts
 * import { checkNetwork, type Layer } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * const make = (name: string, children: Layer[]): Layer =>
 *   ({ name, children, forward: (x) => x, backward: (dy) => dy, parameters: () => [] });
 * const a = make("A", []);
 * assertThrows(
 *   () => checkNetwork("make a network", make("Network", [a, make("B", [a])])),
 *   RangeError,
 *   "Cannot make a network: layers 0 and 1.0 are the same A, want each once; a layer remembers one input",
 * );
 * ```
 */
export function checkNetwork(action: string, network: LayerTree): void {
  const places = new Map<LayerTree, string>();
  for (const { path, layer } of layersOf(network)) {
    const before = places.get(layer);
    if (before !== undefined) {
      throw new RangeError(
        `Cannot ${action}: layers ${before} and ${path} are the same ${nameOf(layer)}, want each once; ` +
          `a layer remembers one input`,
      );
    }
    places.set(layer, path);
    const own = new Set(layer.parameters().map(({ value }) => value));
    for (const child of layer.children ?? []) {
      const missing = child.parameters().find(({ value }) => !own.has(value));
      if (missing) {
        throw new RangeError(
          `Cannot ${action}: ${nameOf(layer)}${path && ` (layer ${path})`} does not have the parameter ` +
            `${missing.name} of ${child.name} within among its own`,
        );
      }
    }
  }
}

/**
 * Sets whether a layer and all that it is made of behave as in training.
 *
 * @example
 * ```ts
 * import { Dropout, Sequential } from "@chainrule/layers";
 * import { setTraining } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const dropout = new Dropout(0.5), model = new Sequential(new Sequential(dropout));
 * setTraining(model, false); // or model.training = false
 * assertEquals(dropout.training, false);
 * ```
 */
export function setTraining(network: LayerTree, training: boolean): void {
  if (network.training !== undefined && network.training !== training) network.training = training;
  for (const child of network.children ?? []) setTraining(child, training);
}

/**
 * The generators of random numbers of a layer and all that it is made of, each once, in the order of the layers.
 *
 * @example
 * ```ts
 * import { generatorsOf, Random } from "@chainrule/core";
 * import { Dropout, Sequential, Tanh } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const random = new Random(1);
 * const model = new Sequential(new Dropout(0.5, { random }), new Tanh(), new Dropout(0.5, { random }));
 * assertEquals(generatorsOf(model), [random]);
 * ```
 */
export function generatorsOf(network: LayerTree): Random[] {
  return [...new Set(layersOf(network).flatMap(({ layer }) => layer.random ?? []))];
}

/**
 * All numbers that a network keeps: its parameters, and the buffers of all layers, each preceded by the path of its layer, such as
 * `1.running_mean`.
 *
 * @example
 * ```ts
 * import { storedTensors } from "@chainrule/core";
 * import { Linear, Sequential } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(storedTensors(new Sequential(new Linear(2, 3))).map(({ name }) => name), ["0.weight", "0.bias"]);
 * ```
 */
export function storedTensors(network: LayerTree): Buffer[] {
  const buffers = layersOf(network).flatMap(({ path, layer }) =>
    (layer.buffers?.() ?? []).map(({ name, value }) => ({
      name: path === "" ? name : `${path}.${name}`,
      value,
    }))
  );
  return [...network.parameters(), ...buffers];
}

function nameOf({ name = "a network" }: { readonly name?: string }): string {
  return name;
}
