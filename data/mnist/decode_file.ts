/** A file of images or labels, checked.
 * @module
 */
import { DataError } from "@chainrule/core";
import { gunzip, isGzip } from "./gunzip.ts";
import { type IdxArray, parseHeader, parseIdx } from "../parse_idx.ts";
import type { Publication, PublishedFile } from "./publications.ts";

/** The contents of a file, and whether they are the published ones. */
export interface DecodedFile {
  /** What errors call it. */
  readonly name: string;
  /** `[count, rows, columns]` of images, `[count]` of labels. */
  readonly shape: readonly number[];
  /** The values, in ordinary memory. */
  readonly data: Uint8Array;
  /** The SHA-256 of the decompressed file, in hexadecimal. */
  readonly sha256: string;
  /** That of the file as it was read, if it is compressed. */
  readonly gzipSha256: string | undefined;
  /** Whether the published digest is that of this file. */
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
  digested: Publication["digested"],
): Promise<DecodedFile> {
  const compressed = isGzip(bytes);
  const sizeOf = (header: Uint8Array) => checkHeader(header, name, file);
  const contents = compressed ? await gunzip(bytes, name, HEADER_BYTES, sizeOf) : bytes;
  sizeOf(contents);
  const { shape, data: values } = parseIdx(contents, name), data = asBytes(values, name, file);
  const sha256 = await digest(contents);
  const gzipSha256 = compressed ? await digest(bytes) : undefined;
  const comparable = digested === "contents" ? sha256 : gzipSha256;
  return { name, shape, data, sha256, gzipSha256, verified: comparable === file.sha256 };
}

/**
 * Refuses a header of other data than wanted, before the data is read, and returns the length of the whole
 * file.
 */
function checkHeader(header: Uint8Array, name: string, { kind }: PublishedFile): number {
  const { shape, total } = parseHeader(header, name, kind === "images" ? 3 : 1);
  const [count, ...size] = shape;
  if (count > MOST_IMAGES || total > MOST_BYTES || size.some((pixels) => pixels > MOST_PIXELS)) {
    throw new DataError(
      `Cannot read ${name}: its shape is [${shape.join(", ")}], want at most ${MOST_IMAGES} ${kind}` +
        (kind === "images" ? ` of at most ${MOST_PIXELS} × ${MOST_PIXELS} pixels, 1 GiB in all` : ""),
    );
  }
  return total;
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

/** The SHA-256 of bytes, in hexadecimal. */
export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
