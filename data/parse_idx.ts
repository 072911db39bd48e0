/** The IDX file format.
 * @module
 */
import { DataError } from "@chainrule/core";

/** What an IDX file holds. */
export interface IdxData {
  /** The size of each dimension, the outermost first. */
  readonly shape: readonly number[];
  /** The values, row-major, in the memory of the bytes that were parsed. */
  readonly data: Uint8Array;
}

/** What the header of an IDX file says. */
export interface IdxHeader {
  /** The size of each dimension. */
  readonly shape: readonly number[];
  /** The length of the header in bytes. */
  readonly length: number;
  /** The length of the whole file in bytes. */
  readonly total: number;
}

/** The codes of the other element types, for the message. */
const OTHER_TYPES: Record<number, string> = {
  0x09: "int8",
  0x0b: "int16",
  0x0c: "int32",
  0x0d: "float32",
  0x0e: "float64",
};

/**
 * Parses an IDX file of unsigned bytes, the format of MNIST: the bytes 0, 0, 8, the number of dimensions, the
 * size of each as a big-endian 32-bit number, then the values. Nothing is copied or reserved: the values are
 * a view of the given bytes.
 *
 * @param bytes The whole file, not compressed.
 * @param name What errors call it.
 * @throws {DataError} If it is not such a file, of another element type, or shorter or longer than its header
 * says.
 *
 * @see http://yann.lecun.com/exdb/mnist/ for the format.
 *
 * @example
 * ```ts
 * import { DataError } from "@chainrule/core";
 * import { parseIdx } from "@chainrule/data";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const file = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9);
 * const { shape, data } = parseIdx(file);
 * assertEquals(shape, [1, 3]);
 * assertEquals(data, Uint8Array.of(7, 8, 9));
 * assertThrows(
 *   () => parseIdx(file.subarray(0, 14), "a.idx"),
 *   DataError,
 *   "Cannot read a.idx: it has 14 bytes, want 15 for the shape [1, 3]",
 * );
 * ```
 */
export function parseIdx(bytes: Uint8Array, name = "IDX data"): IdxData {
  const { shape, length, total } = parseHeader(bytes, name);
  if (bytes.length !== total) {
    throw new DataError(
      `Cannot read ${name}: it has ${bytes.length} bytes, want ${total} for the shape [${shape.join(", ")}]`,
    );
  }
  return { shape, data: bytes.subarray(length) };
}

/**
 * Parses the header; the bytes after it need not be there. `want` is the number of dimensions, if only one
 * will do.
 */
export function parseHeader(bytes: Uint8Array, name: string, want?: number): IdxHeader {
  const refuse = (reason: string): never => {
    throw new DataError(`Cannot read ${name}: ${reason}`);
  };
  if (bytes.length < 4) refuse(`it has ${bytes.length} bytes, want an IDX header of at least 8`);
  const [zero, alsoZero, type, dimensions] = bytes;
  if (zero !== 0 || alsoZero !== 0) {
    const start = [zero, alsoZero].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    refuse(`it starts with the bytes ${start}, want 00 00: it is not an IDX file`);
  }
  if (type !== 8) {
    const known = OTHER_TYPES[type] ?? "no known type";
    refuse(
      `its element type is 0x${type.toString(16).padStart(2, "0")} (${known}), want 0x08 (unsigned byte)`,
    );
  }
  if (dimensions === 0 || dimensions !== (want ?? dimensions)) {
    refuse(`it has ${dimensions} dimensions, want ${want ?? "at least 1"}`);
  }
  const length = 4 + 4 * dimensions;
  if (bytes.length < length) {
    refuse(`it has ${bytes.length} bytes, want a header of ${length} for ${dimensions} dimensions`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const total = length + shape.reduce((product, size) => product * size, 1);
  if (shape.includes(0) || total > Number.MAX_SAFE_INTEGER) {
    refuse(`its shape is [${shape.join(", ")}], want sizes of at least 1 that a file can hold`);
  }
  return { shape, length, total };
}
