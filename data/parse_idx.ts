/** The IDX file format.
 * @module
 */
import { DataError } from "@chainrule/core";

/** The numbers of an IDX file, of the type that it names. */
export type IdxArray = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** What an IDX file holds. */
export interface IdxData {
  /** The size of each dimension, the outermost first. */
  readonly shape: readonly number[];
  /** The values, row-major. Bytes are a view of those that were parsed; other types are copied, for their bytes stand in another order. */
  readonly data: IdxArray;
}

/** What the header of an IDX file says. */
export interface IdxHeader {
  /** The type of the elements. */
  readonly type: ElementType;
  /** The size of each dimension. */
  readonly shape: readonly number[];
  /** The length of the header in bytes. */
  readonly length: number;
  /** The length of the whole file in bytes. */
  readonly total: number;
}

/** An element type of the format. */
interface ElementType {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The elements that begin at an offset, big-endian. */
  read(view: DataView, offset: number, length: number): IdxArray;
}

/** Reads elements of more than a byte one by one. */
function reader<T extends IdxArray>(
  make: (length: number) => T,
  get: (view: DataView, offset: number) => number,
): ElementType["read"] {
  return (view, offset, length) => {
    const data = make(length), size = data.BYTES_PER_ELEMENT;
    for (let i = 0; i < length; i++) data[i] = get(view, offset + i * size);
    return data;
  };
}

/** The element types, by the code that a header has for them. */
const TYPES: Readonly<Record<number, ElementType>> = {
  0x08: {
    name: "uint8",
    size: 1,
    read: ({ buffer, byteOffset }, offset, length) => new Uint8Array(buffer, byteOffset + offset, length),
  },
  0x09: {
    name: "int8",
    size: 1,
    read: ({ buffer, byteOffset }, offset, length) => new Int8Array(buffer, byteOffset + offset, length),
  },
  0x0b: { name: "int16", size: 2, read: reader((n) => new Int16Array(n), (view, at) => view.getInt16(at)) },
  0x0c: { name: "int32", size: 4, read: reader((n) => new Int32Array(n), (view, at) => view.getInt32(at)) },
  0x0d: {
    name: "float32",
    size: 4,
    read: reader((n) => new Float32Array(n), (view, at) => view.getFloat32(at)),
  },
  0x0e: {
    name: "float64",
    size: 8,
    read: reader((n) => new Float64Array(n), (view, at) => view.getFloat64(at)),
  },
};

/**
 * Parses an IDX file, the format of MNIST: the bytes 0, 0, the code of the element type, the number of dimensions, the
 * size of each as a big-endian 32-bit number, then the values, big-endian. The types are 8 (uint8, which MNIST has), 9 (int8),
 * 11 (int16), 12 (int32, which QMNIST's labels have), 13 (float32) and 14 (float64). Bytes are not copied: the values are a view of
 * those given.
 *
 * @param bytes The whole file, not compressed.
 * @param name What errors call it.
 * @throws {DataError} If it is not such a file, of no known element type, or shorter or longer than its header
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
  const { shape, type, length, total } = parseHeader(bytes, name);
  if (bytes.length !== total) {
    throw new DataError(
      `Cannot read ${name}: it has ${bytes.length} bytes, want ${total} for the shape [${shape.join(", ")}]`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { shape, data: type.read(view, length, (total - length) / type.size) };
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
  const [zero, alsoZero, code, dimensions] = bytes;
  if (zero !== 0 || alsoZero !== 0) {
    const start = [zero, alsoZero].map(hex).join(" ");
    refuse(`it starts with the bytes ${start}, want 00 00: it is not an IDX file`);
  }
  if (!Object.hasOwn(TYPES, code)) {
    const known = Object.entries(TYPES).map(([code, { name }]) => `0x${hex(Number(code))} (${name})`);
    refuse(`its element type is 0x${hex(code)}, want ${known.slice(0, -1).join(", ")} or ${known.at(-1)}`);
  }
  const type = TYPES[code];
  if (dimensions === 0 || dimensions !== (want ?? dimensions)) {
    refuse(`it has ${dimensions} dimensions, want ${want ?? "at least 1"}`);
  }
  const length = 4 + 4 * dimensions;
  if (bytes.length < length) {
    refuse(`it has ${bytes.length} bytes, want a header of ${length} for ${dimensions} dimensions`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const total = length + shape.reduce((product, size) => product * size, type.size);
  if (shape.includes(0) || total > Number.MAX_SAFE_INTEGER) {
    refuse(`its shape is [${shape.join(", ")}], want sizes of at least 1 that a file can hold`);
  }
  return { shape, type, length, total };
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
