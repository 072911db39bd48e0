/** Decompression that a false header can't make use up the memory.
 * @module
 */
import { DataError } from "@chainrule/core";
import { chunksOf } from "./chunks.ts";

/** Compressed bytes given to the decompressor at a time: they become 16 MiB at most, 1032 times as much. */
const STEP = 16_384;

/** Whether bytes start as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses a gzip file. Memory grows with the bytes that arrive.
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
  try {
    for await (const chunk of chunksOf(inSteps(compressed).pipeThrough(new DecompressionStream("gzip")))) {
      chunks.push(chunk);
      length += chunk.length;
      if (total < 0 && length >= headerLength) total = sizeOf(join(chunks, length).subarray(0, headerLength));
      if (total >= 0 && length > total) {
        throw new DataError(
          `Cannot read ${name}: decompressed it has more than the ${total} bytes of its header`,
        );
      }
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`Cannot read ${name}: the gzip data is damaged or cut off`, { cause: error });
  }
  const bytes = join(chunks, length);
  if (total < 0) total = sizeOf(bytes);
  if (length < total) {
    throw new DataError(`Cannot read ${name}: decompressed it has ${length} bytes, want ${total}`);
  }
  return bytes;
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
