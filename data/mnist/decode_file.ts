/** A file of images or labels, checked.
 * @module
 */
import { DataError } from "@chainrule/core";
import { gunzip, isGzip } from "./gunzip.ts";
import { type IdxArray, parseHeader, parseIdx } from "../parse_idx.ts";
import { type Digests, isPublished, type PublishedFile } from "./publications.ts";

/** The contents of a file, and whether they are the published ones. */
export interface DecodedFile {
  /** What errors call it. */
  readonly name: string;
  /** `[count, rows, columns]` of images, `[count]` of labels. */
  readonly shape: readonly number[];
  /** The values, in ordinary memory. */
  readonly data: Uint8Array;
  /** What identifies it. */
  readonly digests: Digests & { readonly contents: string };
  /** Whether a published digest is that of this file. */
  readonly verified: boolean;
}

/** More than the tensors' memory holds can't be used. */
export const MOST_BYTES = 2 ** 30;
const MOST_IMAGES = 10_000_000;
const MOST_PIXELS = 1024;

/** The header of images; that of labels is shorter. */
const HEADER_BYTES = 16;

/**
 * Decompresses (if it is compressed) and parses a file.
 *
 * @param bytes The file as it was read.
 * @param name What errors call it.
 * @throws {DataError} If it is damaged or holds something else.
 */
export async function decodeFile(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  file: PublishedFile,
): Promise<DecodedFile> {
  const compressed = isGzip(bytes);
  const sizeOf = (header: Uint8Array) => checkHeader(header, name, file);
  const contents = compressed ? await gunzip(bytes, name, HEADER_BYTES, sizeOf) : bytes;
  sizeOf(contents);
  const { shape, data: values } = parseIdx(contents, name);
  const data = asBytes(firstColumn(values, shape, file), name, file);
  const digests = {
    contents: await digest(contents),
    ...compressed && { gzip: await digest(bytes), git: await gitName(bytes) },
  };
  return { name, shape, data, digests, verified: isPublished(digests, file) };
}

/**
 * Refuses a header of other data than wanted, before the data is read, and returns the length of the whole
 * file.
 */
function checkHeader(header: Uint8Array, name: string, { kind, format }: PublishedFile): number {
  const { shape, total } = parseHeader(header, name, Number(format[3]));
  const [count, ...size] = shape;
  if (count > MOST_IMAGES || total > MOST_BYTES || size.some((pixels) => pixels > MOST_PIXELS)) {
    throw new DataError(
      `Cannot read ${name}: its shape is [${shape.join(", ")}], want at most ${MOST_IMAGES} ${kind}` +
        (kind === "images" ? ` of at most ${MOST_PIXELS} × ${MOST_PIXELS} pixels, 1 GiB in all` : ""),
    );
  }
  return total;
}

/** What classes are the first of, where a label has other numbers beside it. */
function firstColumn(values: IdxArray, shape: readonly number[], { kind }: PublishedFile): IdxArray {
  if (kind === "images" || shape.length === 1) return values;
  return Int32Array.from({ length: shape[0] }, (_, i) => values[i * shape[1]]);
}

/** Pixels are bytes; labels may be of any type whose numbers are. */
function asBytes(values: IdxArray, name: string, { kind }: PublishedFile): Uint8Array {
  if (values instanceof Uint8Array) return values;
  if (kind === "images") {
    throw new DataError(`Cannot read ${name}: its pixels are ${values.constructor.name}, want bytes`);
  }
  const bytes = Uint8Array.from(values), wrong = bytes.findIndex((byte, i) => byte !== values[i]);
  if (wrong < 0) return bytes;
  throw new DataError(
    `Cannot read ${name}: label ${wrong} is ${values[wrong]}, want a whole number from 0 to 255`,
  );
}

/** The SHA-256, or another digest, of bytes, in hexadecimal. */
export async function digest(bytes: Uint8Array<ArrayBuffer>, algorithm = "SHA-256"): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What git calls a file: `git hash-object`. */
export async function gitName(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const header = new TextEncoder().encode(`blob ${bytes.length}\0`);
  return await digest(new Uint8Array(await new Blob([header, bytes]).arrayBuffer()), "SHA-1");
}
