import { DataError } from "@chainrule/core";
import { decode as decodePng } from "fast-png";
import jpeg from "jpeg-js";

/** An image of grey levels, row by row. */
export interface GreyImage {
  readonly rows: number;
  readonly columns: number;
  readonly grey: Float64Array;
}

/** A larger image is no picture of a sign or a thing, or it is made to take up the memory. */
const MOST_MEGAPIXELS = 16;

/** Decodes PNG or JPEG to grey levels from 0 to 255: luma by ITU-R BT.601; what is transparent is white. */
export function decodeGrey(bytes: Uint8Array<ArrayBuffer>, path: string): GreyImage {
  const refuse = (found: string): never => {
    throw new DataError(`Cannot read ${path}: ${found}`);
  };
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50, isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (!isPng && !isJpeg) refuse("it is neither PNG nor JPEG");
  if (isPng && bytes.length > 24) {
    const header = new DataView(bytes.buffer, bytes.byteOffset + 16, 8);
    if (header.getUint32(0) * header.getUint32(4) > MOST_MEGAPIXELS * 1e6) {
      refuse(`it has more than ${MOST_MEGAPIXELS} megapixels`);
    }
  }
  try {
    return isPng ? fromPng(bytes) : fromJpeg(bytes);
  } catch (error) {
    return refuse(`it is damaged (${(error as Error).message.split("\n")[0].slice(0, 80)})`);
  }
}

function fromPng(bytes: Uint8Array): GreyImage {
  const { width, height, channels, depth, data, palette } = decodePng(bytes);
  const most = 2 ** depth - 1, grey = new Float64Array(width * height);
  // Several pixels of less than 8 bits are in a byte, from the highest bits on.
  const rowBytes = Math.ceil(width * channels * depth / 8), perByte = 8 / depth;
  const sample = (y: number, x: number) =>
    depth >= 8
      ? data[y * width * channels + x]
      : data[y * rowBytes + Math.floor(x / perByte)] >> (8 - depth - x % perByte * depth) & most;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (channel: number) => 255 / most * sample(y, x * channels + channel);
      if (palette) {
        const [red, green, blue, alpha = 255] = palette[sample(y, x)];
        grey[y * width + x] = luma(red, green, blue, alpha);
      } else if (channels <= 2) {
        grey[y * width + x] = luma(at(0), at(0), at(0), channels === 2 ? at(1) : 255);
      } else grey[y * width + x] = luma(at(0), at(1), at(2), channels === 4 ? at(3) : 255);
    }
  }
  return { rows: height, columns: width, grey };
}

function fromJpeg(bytes: Uint8Array): GreyImage {
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    maxResolutionInMP: MOST_MEGAPIXELS,
    maxMemoryUsageInMB: 512,
  });
  const grey = Float64Array.from(
    { length: width * height },
    (_, i) => luma(data[4 * i], data[4 * i + 1], data[4 * i + 2], 255),
  );
  return { rows: height, columns: width, grey };
}

function luma(red: number, green: number, blue: number, alpha: number): number {
  return (0.299 * red + 0.587 * green + 0.114 * blue) * alpha / 255 + 255 - alpha;
}

/** Writes an image of so many rows and columns, each pixel the mean of what lies under it. */
export function scaleTo(
  { rows, columns, grey }: GreyImage,
  to: Uint8Array,
  height: number,
  width: number,
): void {
  const across = shares(columns, width), down = shares(rows, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const [row, high] of down[y]) {
        for (const [column, wide] of across[x]) sum += high * wide * grey[row * columns + column];
      }
      to[y * width + x] = Math.round(sum);
    }
  }
}

/** Which of `from` pixels lie under each of `to`, and what share of it each has. */
function shares(from: number, to: number): (readonly [pixel: number, share: number])[][] {
  const size = from / to;
  return Array.from({ length: to }, (_, i) => {
    const begin = i * size, end = begin + size, parts: (readonly [number, number])[] = [];
    for (let pixel = Math.floor(begin); pixel < Math.min(from, end); pixel++) {
      const share = (Math.min(end, pixel + 1) - Math.max(begin, pixel)) / size;
      if (share > 1e-9) parts.push([pixel, share]);
    }
    return parts;
  });
}
