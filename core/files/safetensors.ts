/** Tensors in a file that other programs read as well.
 * @module
 */
import { checkTensor } from "../checks.ts";
import { ShapeError } from "../errors.ts";
import { type DType, Tensor } from "../tensor.ts";
import { formatShape } from "../shape.ts";
import {
  LENGTH_BYTES,
  METADATA,
  MOST_HEADER_BYTES,
  parseSafetensors,
  storedDType,
  type StoredTensor,
} from "./parse_safetensors.ts";
import { STORED_TYPES } from "./stored_types.ts";

/**
 * The bytes of a safetensors file, the format that the Python library `safetensors` reads and writes: 8 bytes with the
 * length of the header (little-endian); the header, JSON that gives each tensor's dtype (`F32` or `F64`), shape and place,
 * padded with spaces so that the data begins at a multiple of 8; the numbers of all tensors one after the other, row-major and
 * little-endian, as this processor must be. The same tensors and texts give the same bytes.
 *
 * @param tensors By name. They are stored in the order of the object's keys.
 * @param metadata Texts by name, to go with them.
 * @throws {RangeError} If a tensor is called `__metadata__`, a text is no string, or the names and texts are more than the 100
 * MB that a header may have.
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors, Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weight = Tensor.from([[1, 2, 3], [4, 5, 6]]);
 * const bytes = encodeSafetensors({ weight }, { author: "me" }); // await Deno.writeFile("a.safetensors", bytes)
 * const { tensors, metadata } = decodeSafetensors(bytes);
 * assertEquals(tensors.weight.toArray(), weight.toArray());
 * assertEquals(metadata, { author: "me" });
 * ```
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const all = Object.entries(tensors), texts = Object.entries(metadata);
  const entries: [string, unknown][] = [];
  for (const [name, text] of texts) {
    if (typeof text !== "string") {
      throw new RangeError(`Cannot write safetensors: the metadata ${name} is ${text}, want a string`);
    }
  }
  if (texts.length > 0) entries.push([METADATA, Object.fromEntries(texts)]);
  let end = 0;
  for (const [name, { dtype, shape, data }] of all) {
    if (name === METADATA) {
      throw new RangeError(`Cannot write safetensors: a tensor is called ${METADATA}, want another name`);
    }
    const begin = end;
    end += data.byteLength;
    entries.push([name, { dtype: storedDType(dtype), shape, data_offsets: [begin, end] }]);
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(header.length / 8) * 8;
  if (length > MOST_HEADER_BYTES) {
    throw new RangeError(
      `Cannot write safetensors: the header has ${length} bytes, want at most ${MOST_HEADER_BYTES}`,
    );
  }
  const bytes = new Uint8Array(LENGTH_BYTES + length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(header, LENGTH_BYTES);
  bytes.fill(" ".charCodeAt(0), LENGTH_BYTES + header.length, LENGTH_BYTES + length);
  let at = LENGTH_BYTES + length;
  for (const [, { data }] of all) {
    bytes.set(bytesOf(data), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The tensors and texts of a safetensors file: see {@linkcode encodeSafetensors}. Each tensor gets memory of its own, and only when
 * all of the file has been checked. Numbers of other types become those in which all of them are exact: `F16`, `BF16`, `I8`, `U8`,
 * `I16`, `U16` and `BOOL` (0 and 1) float32; `I32` and `U32` float64. Tensors of `I64`, `U64` and floats of 8 bits are left out.
 *
 * @returns The tensors and texts by name, and in `skipped` the types of the tensors that were left out.
 * @throws {DataError} If it is no such file: too short, a header that is no JSON object, a tensor of an unknown dtype, a shape that
 * is none or does not fit its bytes, tensors that overlap or leave bytes out, a name given twice, or metadata that are no texts.
 * Changed numbers can't be noticed: a checkpoint has a checksum for that.
 * @throws {MemoryError} If the memory for float32 tensors is used up.
 *
 * @example
 * ```ts
 * import { DataError, decodeSafetensors, encodeSafetensors, Tensor } from "@chainrule/core";
 * import { assertThrows } from "@std/assert";
 *
 * const bytes = encodeSafetensors({ x: Tensor.from([1, 2]) });
 * assertThrows(
 *   () => decodeSafetensors(bytes.subarray(0, bytes.length - 1)),
 *   DataError,
 *   "Cannot read safetensors: the tensors have 8 bytes, but 7 follow the header",
 * );
 * ```
 */
export function decodeSafetensors(
  bytes: Uint8Array,
): { tensors: Record<string, Tensor>; skipped: Record<string, string>; metadata: Record<string, string> } {
  const { tensors: stored, skipped, metadata } = openSafetensors(bytes);
  const tensors = Object.entries(stored).map(([name, { shape, dtype, copyTo }]) => {
    const tensor = Tensor.zeros(shape, dtype);
    copyTo(tensor);
    return [name, tensor] as const;
  });
  return { tensors: Object.fromEntries(tensors), skipped, metadata };
}

/** A tensor whose numbers are still in the file. */
export interface TensorInFile {
  /** The size of each dimension. */
  readonly shape: readonly number[];
  /** The precision in which its numbers are exact. */
  readonly dtype: DType;
  /**
   * Writes its numbers to a tensor of this shape and dtype; with `transposed`, where this one is `[m, n]`, to one of `[n, m]`.
   *
   * @throws {ShapeError} If the tensor has another shape or dtype.
   */
  copyTo(tensor: Tensor, options?: { transposed?: boolean }): void;
}

/**
 * The same as {@linkcode decodeSafetensors}, but the numbers stay in the file until they are copied: for tensors of which there is no
 * room for another copy. The bytes must not change until then.
 *
 * @throws {DataError} As {@linkcode decodeSafetensors}.
 *
 * @example
 * ```ts
 * import { encodeSafetensors, openSafetensors, Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = encodeSafetensors({ weight: Tensor.from([[1, 2, 3], [4, 5, 6]]) });
 * const { weight } = openSafetensors(bytes).tensors, mine = Tensor.zeros([3, 2]);
 * assertEquals([weight.shape, weight.dtype], [[2, 3], "float32"]);
 * weight.copyTo(mine, { transposed: true });
 * assertEquals(mine.toArray(), [[1, 4], [2, 5], [3, 6]]);
 * ```
 */
export function openSafetensors(
  bytes: Uint8Array,
): {
  tensors: Record<string, TensorInFile>;
  skipped: Record<string, string>;
  metadata: Record<string, string>;
} {
  const { tensors: stored, skipped, metadata } = parseSafetensors(bytes);
  const tensors = Array.from(stored, ([name, found]): [string, TensorInFile] => {
    const { shape, dtype } = found;
    const copyTo: TensorInFile["copyTo"] = (tensor, { transposed = false } = {}) => {
      checkTensor("copy from a file", name, tensor, transposed ? shape.toReversed() : shape, dtype);
      if (!transposed) return copyNumbers(found, tensor.data);
      if (shape.length !== 2) {
        throw new ShapeError(
          `Cannot copy from a file: ${name} is ${formatShape(shape)}, want a matrix to transpose`,
        );
      }
      copyTransposed(found, tensor.data);
    };
    return [name, { shape, dtype, copyTo }];
  });
  return { tensors: Object.fromEntries(tensors), skipped, metadata };
}

function copyNumbers({ type, dtype, bytes }: StoredTensor, data: Tensor["data"]): void {
  if (type === storedDType(dtype)) return bytesOf(data).set(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    { size, read } = STORED_TYPES[type];
  for (let i = 0; i < data.length; i++) data[i] = read(view, i * size);
}

function copyTransposed({ type, shape: [rows, columns], bytes }: StoredTensor, data: Tensor["data"]): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    { size, read } = STORED_TYPES[type];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) data[j * rows + i] = read(view, (i * columns + j) * size);
  }
}

/** The numbers as bytes, in the same memory. */
export function bytesOf({ buffer, byteOffset, byteLength }: Tensor["data"]): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
