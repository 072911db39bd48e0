import { inflateSync } from "node:zlib";

/** What an image is made of. Other chunks are texts, profiles and frames, which may be compressed to a thousandth as well. */
const NEEDED = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

/** The samples of a pixel, by the type of colour. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Where the seven passes of an interlaced image begin, and how far their pixels are apart: x, y, dx, dy (PNG, third edition, 8.2). */
const PASSES = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [
  0,
  1,
  1,
  2,
]];

/**
 * A PNG with nothing but what the image is made of, of which the decompressed pixels are as many as its header says.
 *
 * @param mostPixels How many there may be.
 * @throws {RangeError} If there are more, or they become more.
 * @throws {Error} If they can't be decompressed.
 */
export function plainPng(bytes: Uint8Array<ArrayBuffer>, mostPixels: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept = [bytes.subarray(0, 8)], data: Uint8Array<ArrayBuffer>[] = [];
  let most = 0;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at), end = at + 12 + length;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IHDR" && length === 13) most = dataLength(view, at + 8, mostPixels);
    if (type === "IDAT") data.push(bytes.subarray(at + 8, end - 4));
    if (NEEDED.includes(type)) kept.push(bytes.subarray(at, end));
    at = type === "IEND" ? bytes.length : end;
  }
  try {
    inflateSync(joined(data), { maxOutputLength: Math.max(most, 1) });
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_BUFFER_TOO_LARGE") throw error;
    throw new RangeError(`decompressed it has more than the ${most} bytes of its header`);
  }
  return joined(kept);
}

/** The bytes of all lines of an image, each after one that says how it is filtered. */
function dataLength(view: DataView, at: number, mostPixels: number): number {
  const width = view.getUint32(at), height = view.getUint32(at + 4), megapixels = width * height / 1e6;
  if (width * height > mostPixels) {
    throw new RangeError(`it has ${Math.round(megapixels)} million pixels, want at most ${mostPixels / 1e6}`);
  }
  const bits = view.getUint8(at + 8) * (SAMPLES[view.getUint8(at + 9)] ?? 1);
  const passes = view.getUint8(at + 12) === 0 ? [[0, 0, 1, 1]] : PASSES;
  return passes.reduce((sum, [x, y, dx, dy]) => {
    const columns = Math.ceil(Math.max(0, width - x) / dx), rows = Math.ceil(Math.max(0, height - y) / dy);
    return columns === 0 ? sum : sum + rows * (1 + Math.ceil(columns * bits / 8));
  }, 0);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
