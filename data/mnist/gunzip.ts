/** Decompression that a false header can't make use up the memory.
 * @module
 */
import { DataError } from "@chainrule/core";
import { chunksOf } from "./chunks.ts";

/** Compressed bytes given to the decompressor at a time: they become 16 MiB at most, 1032 times as much. */
const STEP = 16_384;
/** No member is shorter: a header of 10 bytes, an empty block of 2, and 8 bytes of checksum and length. */
const LEAST_MEMBER = 20;

/** Whether bytes start as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses a gzip file: one member, or several one after the other (RFC 1952), and zeros behind the last that some tools pad with.
 * Memory grows with the bytes that arrive.
 *
 * @param name What errors call the file.
 * @param headerLength How many bytes `sizeOf` needs.
 * @param sizeOf The length of the whole decompressed file, told from its first bytes (fewer than
 * `headerLength` if there are no more). It throws where they are wrong.
 * @returns The decompressed file: shorter or longer than `sizeOf` said is refused.
 * @throws {DataError} If the file is damaged.
 */
export async function gunzip(
  compressed: Uint8Array<ArrayBuffer>,
  name: string,
  headerLength: number,
  sizeOf: (header: Uint8Array) => number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0, total = -1;
  const take = (chunk: Uint8Array) => {
    chunks.push(chunk);
    length += chunk.length;
    if (total < 0 && length >= headerLength) total = sizeOf(join(chunks, length).subarray(0, headerLength));
    if (total >= 0 && length > total) {
      throw new DataError(
        `Cannot read ${name}: decompressed it has more than the ${total} bytes of its header`,
      );
    }
  };
  for (let start = 0; start < compressed.length;) {
    const kept = chunks.length, keptLength = length;
    let end: number | undefined, cause: unknown;
    for (end of endsOfMember(compressed, start)) {
      cause = await takeMember(compressed.subarray(start, end), take);
      if (cause === undefined) break;
      chunks.length = kept;
      length = keptLength;
    }
    if (cause !== undefined || end === undefined) {
      throw new DataError(`Cannot read ${name}: the gzip data is damaged or cut off`, { cause });
    }
    start = isZero(compressed, end) ? compressed.length : end;
  }
  const bytes = join(chunks, length);
  if (total < 0) total = sizeOf(bytes);
  if (length < total) {
    throw new DataError(`Cannot read ${name}: decompressed it has ${length} bytes, want ${total}`);
  }
  return bytes;
}

/** Decompresses one member. Returns what is wrong with it; what the caller finds wrong is thrown. */
async function takeMember(
  member: Uint8Array<ArrayBuffer>,
  take: (chunk: Uint8Array) => void,
): Promise<unknown> {
  try {
    const stream = inSteps(member).pipeThrough(new DecompressionStream("gzip"));
    for await (const chunk of chunksOf(stream)) take(chunk);
  } catch (error) {
    if (error instanceof DataError) throw error;
    return error;
  }
}

/**
 * Where the member that begins at `start` may end: at the end of the file; before zeros, of which up to 8 may be the member's own; and
 * where another begins. Its checksum tells.
 */
function* endsOfMember(bytes: Uint8Array, start: number): Generator<number> {
  yield bytes.length;
  const used = bytes.findLastIndex((byte) => byte !== 0) + 1;
  for (let end = used; end < Math.min(used + 8, bytes.length); end++) yield end;
  for (let at = start + LEAST_MEMBER; at < bytes.length; at++) {
    at = bytes.indexOf(0x1f, at);
    if (at < 0) return;
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8) yield at;
  }
}

function isZero(bytes: Uint8Array, from: number): boolean {
  for (let i = from; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** The bytes, a few at a time, whenever more are asked for. */
function inSteps(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let start = 0;
  return new ReadableStream({
    pull(controller) {
      if (start < bytes.length) controller.enqueue(bytes.subarray(start, start += STEP));
      else controller.close();
    },
  });
}

function join(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
