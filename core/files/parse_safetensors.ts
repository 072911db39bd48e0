/** What a safetensors file says about itself, checked. No memory is reserved here: what is found are views of the file.
 * @module
 */
import { DataError } from "../errors.ts";
import type { DType } from "../tensor.ts";
import { formatShape } from "../shape.ts";
import { printable, quoted } from "../printable.ts";
import { jsonMembers } from "./json_members.ts";
import { tooNested } from "./nesting.ts";
import { SKIPPED_TYPES, STORED_TYPES } from "./stored_types.ts";

/** The bytes before the header: its length. */
export const LENGTH_BYTES = 8;

/** The most bytes a header may have, as in the safetensors library. */
export const MOST_HEADER_BYTES = 100_000_000;

/** The lists and objects within each other: the header, a tensor, its shape. */
const DEEPEST = 3;

/** What the header says of a tensor takes at least so many bytes for each of its three lists and objects. */
const BYTES_EACH = 16, SPARE = 100;

/** The name that is no tensor's, under which the header keeps texts. */
export const METADATA = "__metadata__";

/** A tensor in a file. */
export interface StoredTensor {
  /** The type of its numbers, as files call it, such as `F32`. */
  readonly type: string;
  /** The precision in which they are exact. */
  readonly dtype: DType;
  /** The size of each dimension. */
  readonly shape: readonly number[];
  /** Its numbers, little-endian, as many as the shape has. Part of the file, so at any address. */
  readonly bytes: Uint8Array;
}

/** What a file holds. */
export interface StoredTensors {
  /** The tensors by name. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The names of those whose type is not read, with it. */
  readonly skipped: Record<string, string>;
  /** The texts. */
  readonly metadata: Record<string, string>;
}

/** The name of a dtype in a file. */
export function storedDType(dtype: DType): string {
  return dtype === "float32" ? "F32" : "F64";
}

/**
 * Takes a safetensors file apart.
 *
 * @throws {DataError} If it is none, or damaged so that it shows.
 */
export function parseSafetensors(bytes: Uint8Array): StoredTensors {
  const start = LENGTH_BYTES + headerLength(bytes);
  const header = readHeader(bytes.subarray(LENGTH_BYTES, start)), data = bytes.subarray(start);
  const metadata = readTexts(header.get(METADATA) ?? "{}");
  header.delete(METADATA);
  const entries = Array.from(header, ([name, json]) => readEntry(name, json));
  checkRanges(entries, data.length);
  const tensors = new Map<string, StoredTensor>(), skipped: [string, string][] = [];
  for (const { name, type, shape, begin, end } of entries) {
    if (Object.hasOwn(STORED_TYPES, type)) {
      tensors.set(name, { type, dtype: STORED_TYPES[type].dtype, shape, bytes: data.subarray(begin, end) });
    } else skipped.push([name, type]);
  }
  return { tensors, skipped: Object.fromEntries(skipped), metadata };
}

function refuse(found: string): never {
  throw new DataError(`Cannot read safetensors: ${found}`);
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) {
    refuse(`the file has ${bytes.length} bytes, want at least ${LENGTH_BYTES}, the length of the header`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const length = view.getBigUint64(0, true), rest = bytes.length - LENGTH_BYTES;
  if (length > MOST_HEADER_BYTES) {
    refuse(`the header has ${length} bytes, want at most ${MOST_HEADER_BYTES}`);
  }
  if (length > rest) refuse(`the header has ${length} bytes, but only ${rest} follow`);
  return Number(length);
}

/** The header's names, and what it has under each as JSON. */
function readHeader(bytes: Uint8Array): Map<string, string> {
  // Before anything is made of it: what JSON.parse makes of brackets takes many times their memory.
  if (tooNested(bytes, DEEPEST, SPARE + bytes.length / BYTES_EACH)) {
    refuse(`the header has more lists and objects than tensors can have, or deeper ones than ${DEEPEST}`);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse("the header is not UTF-8");
  }
  try {
    JSON.parse(text);
  } catch {
    refuse("the header is not JSON");
  }
  if (/^\s/.test(text)) refuse("the header begins with a space, want {: other readers refuse it, too");
  return readObject(text) ?? refuse("the header is not a JSON object");
}

/** The members of an object, `undefined` if it is something else. */
function readObject(json: string): Map<string, string> | undefined {
  if (json[0] !== "{") return undefined;
  const members = new Map<string, string>();
  for (const [name, value] of jsonMembers(json)) {
    if (members.has(name)) refuse(`the header has the key ${quoted(name)} twice`);
    members.set(name, value);
  }
  return members;
}

/** What the header says of a tensor: the place is in bytes from the end of the header. */
interface Entry extends Omit<StoredTensor, "bytes" | "dtype"> {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, json: string): Entry {
  const what = `the tensor ${quoted(name)}`;
  const members = readObject(json) ?? refuse(`${what} is ${printable(json)}, want an object`);
  const read = (key: string): unknown => JSON.parse(members.get(key) ?? "null");
  const type = read("dtype"), shape = read("shape"), offsets = read("data_offsets"), bytes = sizeOf(type);
  if (typeof type !== "string" || bytes === undefined) {
    const known = [...Object.keys(STORED_TYPES), ...Object.keys(SKIPPED_TYPES)].join(", ");
    refuse(`${what} has the dtype ${show(type)}, want one of ${known}`);
  }
  if (!isWholeNumbers(shape)) {
    refuse(`${what} has the shape ${show(shape)}, want whole numbers of at least 0`);
  }
  if (!isWholeNumbers(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    refuse(`${what} has the offsets ${show(offsets)}, want where it begins and where it ends`);
  }
  const [begin, end] = offsets, size = shape.reduce((product, n) => product * n, bytes);
  if (size !== end - begin) {
    refuse(`${what}, ${type} of shape ${formatShape(shape)}, has ${end - begin} bytes, want ${size}`);
  }
  return { name, type, shape, begin, end };
}

function show(value: unknown): string {
  return printable(JSON.stringify(value));
}

/** The bytes of a number of a type, `undefined` if there is none of this name. */
function sizeOf(type: unknown): number | undefined {
  if (typeof type !== "string") return undefined;
  if (Object.hasOwn(STORED_TYPES, type)) return STORED_TYPES[type].size;
  return Object.hasOwn(SKIPPED_TYPES, type) ? SKIPPED_TYPES[type] : undefined;
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Refuses tensors that overlap, or do not fill the data from its beginning to its end. */
function checkRanges(entries: readonly Entry[], size: number): void {
  let at = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) {
      refuse(
        `the tensor ${quoted(name)} begins at ${begin}, want ${at}: where the one before it ends`,
      );
    }
    at = end;
  }
  if (at !== size) refuse(`the tensors have ${at} bytes, but ${size} follow the header`);
}

function readTexts(json: string): Record<string, string> {
  const members = readObject(json) ?? refuse(`${METADATA} is ${printable(json)}, want an object of strings`);
  const texts = Array.from(members, ([name, value]) => {
    if (value[0] !== '"') {
      refuse(`${METADATA} has ${printable(value)} under ${quoted(name)}, want a string`);
    }
    return [name, JSON.parse(value)];
  });
  return Object.fromEntries(texts);
}
