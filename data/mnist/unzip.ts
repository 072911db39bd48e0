/** Files of a ZIP file.
 * @module
 */
import { DataError } from "@chainrule/core";

/** The numbers that records of the format begin with. */
const ENTRY = 0x02014b50, END = 0x06054b50;
/** The length of the record at the end without its comment, which has 65,535 bytes at most. */
const END_LENGTH = 22, MOST_COMMENT = 65_535;
const STORED = 0, DEFLATED = 8;

/**
 * Some files of a ZIP file that has been checked, wherever in it they lie, as they were before (PKWARE, APPNOTE.TXT 6.3.10). ZIP64
 * and encryption are not known: files of more than 4 GiB have them.
 *
 * @param names What the files are called, without their folders.
 * @throws {DataError} If it is no ZIP file or lacks one of them.
 */
export async function unzip(
  bytes: Uint8Array<ArrayBuffer>,
  archive: string,
  names: readonly string[],
): Promise<Uint8Array<ArrayBuffer>[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (found: string): never => {
    throw new DataError(`Cannot read ${archive}: ${found}`);
  };
  let end = bytes.length - END_LENGTH;
  while (end >= 0 && end >= bytes.length - END_LENGTH - MOST_COMMENT && view.getUint32(end, true) !== END) {
    end--;
  }
  if (end < 0 || view.getUint32(end, true) !== END) refuse("it is no ZIP file");
  const found = new Map<string, Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) refuse("its list of files is damaged");
    const method = view.getUint16(at + 10, true), size = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true), local = view.getUint32(at + 42, true);
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const name = path.split("/").at(-1)!;
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (!names.includes(name)) continue;
    if (local + 30 > end) refuse(`${path} is damaged`);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const stored = bytes.subarray(start, start + size);
    if (method !== STORED && method !== DEFLATED) refuse(`${path} is compressed by method ${method}`);
    found.set(name, method === STORED ? stored.slice() : inflate(stored));
  }
  return await Promise.all(names.map((name) => found.get(name) ?? refuse(`it has no ${name}`)));
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
