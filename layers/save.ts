/** Models as files.
 * @module
 */
import {
  checkTensors,
  decodeSafetensors,
  encodeSafetensors,
  type Layer,
  valuesByName,
} from "@chainrule/core";

/**
 * The parameters of a model as a safetensors file, each under its own name, such as `0.weight`. Python reads it with the
 * library `safetensors`, and so does {@linkcode load}. What layers are in the model is not part of it, nor what an optimizer
 * remembers: to go on training, save a checkpoint instead (`saveCheckpoint` of `@chainrule/core`).
 *
 * @param model A layer, such as a `Sequential`; no two of its parameters may have the same name.
 * @param metadata Texts by name, to go with the parameters.
 * @returns The bytes of the file.
 * @throws {RangeError} If two parameters have the same name, or one is called `__metadata__`.
 *
 * @example
 * ```ts
 * import { Random, Tensor } from "@chainrule/core";
 * import { Linear, load, save, Sequential, Tanh } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const make = (random: Random) =>
 *   new Sequential(new Linear(4, 8, { random }), new Tanh(), new Linear(8, 2, { random }));
 * const model = make(new Random(1)), x = Tensor.from([[1, 2, 3, 4]]);
 * const bytes = save(model, { dataset: "mnist" }); // await Deno.writeFile("model.safetensors", bytes);
 *
 * const loaded = make(new Random(2));
 * load(loaded, bytes); // load(loaded, await Deno.readFile("model.safetensors"));
 * assertEquals(loaded.forward(x).data, model.forward(x).data);
 * ```
 */
export function save(
  model: Pick<Layer, "parameters">,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  return encodeSafetensors(valuesByName("save the model", model.parameters()), metadata);
}

/**
 * Writes the parameters that {@linkcode save} saved to those of a model of the same architecture: they must have the same
 * names, shapes and dtypes. If anything does not fit, nothing is changed.
 *
 * @param model What gets the parameters.
 * @param bytes A safetensors file; Python may have written it.
 * @throws {DataError} If the file is damaged, or no safetensors file of float32 and float64 tensors.
 * @throws {ShapeError} If a parameter is missing, one too many, or one does not fit.
 * @throws {RangeError} If two parameters of the model have the same name.
 *
 * @example
 * ```ts
 * import { ShapeError } from "@chainrule/core";
 * import { Linear, load, save } from "@chainrule/layers";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => load(new Linear(4, 3), save(new Linear(4, 2))),
 *   ShapeError,
 *   "Cannot load the model: weight is float32 [4, 2], want float32 [4, 3]",
 * );
 * ```
 */
export function load(model: Pick<Layer, "parameters">, bytes: Uint8Array): void {
  const action = "load the model", values = valuesByName(action, model.parameters());
  const { tensors } = decodeSafetensors(bytes);
  checkTensors(action, tensors, values);
  for (const [name, { data }] of Object.entries(values)) data.set(tensors[name].data);
}
