/** Models as files.
 * @module
 */
import {
  checkTensors,
  DataError,
  encodeSafetensors,
  type LayerTree,
  openSafetensors,
  printable,
  storedTensors,
  type TensorInFile,
  valuesByName,
} from "@chainrule/core";

/**
 * How a file stores a weight matrix: `"in,out"`, a row for each input, as here; or `"out,in"`, a row for each output, as PyTorch's
 * `Linear` does.
 */
export type WeightLayout = "in,out" | "out,in";

/** What {@linkcode load} can be told. */
export interface LoadOptions {
  /** How the file stores weight matrices, where it does not say so itself. */
  layout?: WeightLayout;
}

/** The metadata that says how weight matrices are stored. */
const LAYOUT = "layout", OURS = "in,out";

/**
 * The parameters of a model as a safetensors file, each under its own name, such as `0.weight`, and what its layers keep besides, such
 * as running means. Python reads it with the library `safetensors`, and so does {@linkcode load}. What layers are in the model is not
 * part of it, nor what an optimizer remembers: to go on training, save a checkpoint instead (`saveCheckpoint` of `@chainrule/core`).
 *
 * The metadata `layout`, which is `in,out`, says that weight matrices are `[in, out]`; PyTorch's are transposed.
 *
 * @param model A layer, such as a `Sequential`; no two of its parameters may have the same name.
 * @param metadata Texts by name, to go with the parameters.
 * @returns The bytes of the file.
 * @throws {RangeError} If two parameters have the same name, one is called `__metadata__`, or the metadata have another `layout`.
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
  model: LayerTree,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const action = "save the model", { [LAYOUT]: layout = OURS, ...texts } = metadata;
  if (layout !== OURS) {
    throw new RangeError(`Cannot ${action}: the metadata ${LAYOUT} is ${layout}, want ${OURS} or none`);
  }
  return encodeSafetensors(valuesByName(action, storedTensors(model)), { [LAYOUT]: layout, ...texts });
}

/**
 * Writes the numbers that {@linkcode save} saved to a model of the same architecture: they must have the same names, shapes and
 * dtypes. If anything does not fit, nothing is changed.
 *
 * A file of another program does not say how it stores weight matrices. It has to be said, for a square one fits both ways: with
 * `{ layout: "out,in" }`, which is PyTorch's, they are transposed. Numbers of fewer bits are widened, and what is of a type that is not read
 * is left out, such as the count of batches of PyTorch's `BatchNorm1d` (see `decodeSafetensors`).
 *
 * @param model What gets the numbers.
 * @param bytes A safetensors file; Python may have written it.
 * @param options `layout`: how the file stores weight matrices, where it does not say so itself.
 * @throws {DataError} If the file is damaged, has a tensor that is wanted in a type that is not read, or has weight matrices and it is
 * not known how it stores them.
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
 *
 * @example A network of PyTorch.
 * ```ts
 * import { encodeSafetensors, Tensor } from "@chainrule/core";
 * import { Linear, load } from "@chainrule/layers";
 * import { assertEquals } from "@std/assert";
 *
 * // safetensors.torch.save_file(torch.nn.Linear(3, 2).state_dict(), path)
 * const bytes = encodeSafetensors({ weight: Tensor.from([[1, 2, 3], [4, 5, 6]]), bias: Tensor.zeros([2]) });
 * const layer = new Linear(3, 2);
 * load(layer, bytes, { layout: "out,in" });
 * assertEquals(layer.weight.value.toArray(), [[1, 4], [2, 5], [3, 6]]);
 * ```
 */
export function load(model: LayerTree, bytes: Uint8Array, { layout }: LoadOptions = {}): void {
  const action = "load the model", values = valuesByName(action, storedTensors(model));
  const { tensors, skipped, metadata } = openSafetensors(bytes);
  const lost = Object.keys(skipped).find((name) => Object.hasOwn(values, name));
  if (lost !== undefined) {
    throw new DataError(`Cannot ${action}: ${lost} is ${skipped[lost]}, which is not read`);
  }
  const matrices = Object.entries(tensors).filter(([, { shape }]) => shape.length === 2);
  const transposed = matrices.length > 0 && layoutOf(action, metadata[LAYOUT], layout) !== OURS;
  const found = Object.entries(tensors).map(([name, tensor]) => [name, transposed ? turned(tensor) : tensor]);
  checkTensors(action, Object.fromEntries(found), values);
  // From the file to where they belong: there may be no room for another copy.
  for (const [name, value] of Object.entries(values)) {
    tensors[name].copyTo(value, { transposed: transposed && value.shape.length === 2 });
  }
}

/** What the file says, or else the caller. */
function layoutOf(action: string, said: string | undefined, asked: WeightLayout | undefined): string {
  const known = [OURS, "out,in"];
  for (const [where, layout] of [["the file's layout", said], ["layout", asked]]) {
    if (layout !== undefined && !known.includes(layout)) {
      throw new DataError(
        `Cannot ${action}: ${where} is ${printable(String(layout))}, want ${known.join(" or ")}`,
      );
    }
  }
  if (said !== undefined && asked !== undefined && said !== asked) {
    throw new DataError(`Cannot ${action}: the file's layout is ${said}, found the option ${asked}`);
  }
  const layout = said ?? asked;
  if (layout === undefined) {
    throw new DataError(
      `Cannot ${action}: the file does not say how it stores weight matrices, want { layout: "out,in" } if PyTorch wrote it, ` +
        `{ layout: "in,out" } if they are [in, out]`,
    );
  }
  return layout;
}

/** A matrix as it is when transposed; anything else as it is. */
function turned({ shape, dtype }: TensorInFile): Pick<TensorInFile, "shape" | "dtype"> {
  return { shape: shape.length === 2 ? shape.toReversed() : shape, dtype };
}
