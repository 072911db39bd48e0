import { DataError } from "@chainrule/core";
import { convertIndexedToRgb, decode as decodePng, hasPngSignature } from "fast-png";
import jpeg from "jpeg-js";
import { type GreyImage, greyImage } from "./grey_image.ts";
import { plainPng } from "./plain_png.ts";
import { orientationOf, upright } from "./upright.ts";

/** The most pixels of an image, in millions: what a telephone takes, and not what fills the memory. */
const MOST_MEGAPIXELS = 100;

/** Samples of an image: so many channels from 0 to `white`, of which the last one is opacity if their number is even. */
interface Samples {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
  readonly channels: number;
  readonly white: number;
}

/** Whether bytes begin as those of a PNG or JPEG. */
export function isImage(bytes: Uint8Array): boolean {
  return isJpeg(bytes) || bytes.length >= 8 && hasPngSignature(bytes.subarray(0, 8));
}

/**
 * A PNG or JPEG of any kind as grey values (luma of ITU-R BT.601). What is transparent shows white paper.
 *
 * @param name What errors call it.
 * @throws {DataError} If it is neither, damaged, or has more than 100 million pixels.
 */
export function decodeImage(bytes: Uint8Array<ArrayBuffer>, name: string): GreyImage {
  if (!isImage(bytes)) throw new DataError(`Cannot read ${name}: want a PNG or JPEG`);
  try {
    return isJpeg(bytes) ? jpegImage(bytes) : grey(pngSamples(bytes));
  } catch (error) {
    const [why] = (error as Error).message.split("\n");
    throw new DataError(`Cannot read ${name}: ${why.slice(0, 200)}`, { cause: error });
  }
}

function isJpeg([first, second, third]: Uint8Array): boolean {
  return first === 0xff && second === 0xd8 && third === 0xff;
}

/** The most scans of a JPEG: more than any program writes. Each goes through all pixels, though it may be a few bytes. */
const MOST_SCANS = 100;

/** What a camera has taken on its side is turned. */
function jpegImage(bytes: Uint8Array<ArrayBuffer>): GreyImage {
  refuseScans(bytes);
  const limits = { maxResolutionInMP: MOST_MEGAPIXELS, maxMemoryUsageInMB: 2048 };
  const decoded = jpeg.decode(bytes, { useTArray: true, ...limits });
  const { width, height, data, exifBuffer } = decoded as typeof decoded & {
    readonly exifBuffer?: Uint8Array;
  };
  const image = grey({ width, height, data, channels: 4, white: 255 });
  // The library leaves out the first five of the six bytes that Exif data begin with.
  return exifBuffer ? upright(image, orientationOf(exifBuffer.subarray(1))) : image;
}

/** Within the data of a scan there is no byte 255 but before a zero or the number of a restart. */
function refuseScans(bytes: Uint8Array): void {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xda) scans++;
  }
  if (scans > MOST_SCANS) throw new RangeError(`it has ${scans} scans, want at most ${MOST_SCANS}`);
}

function pngSamples(bytes: Uint8Array<ArrayBuffer>): Samples {
  const png = decodePng(plainPng(bytes, MOST_MEGAPIXELS * 1e6), { checkCrc: true }),
    { width, height, depth } = png,
    levels = 2 ** depth;
  if (!png.palette && depth >= 8) return { ...png, white: levels - 1 };
  // Grey values of few bits are packed as those of a palette are.
  const palette = png.palette ?? Array.from({ length: levels }, (_, i) => [255 * i / (levels - 1)]);
  return {
    width,
    height,
    data: convertIndexedToRgb({ ...png, palette }),
    channels: palette[0].length,
    white: 255,
  };
}

function grey({ width, height, data, channels, white }: Samples): GreyImage {
  const colours = channels - (channels + 1) % 2, scale = 255 / white;
  if (width * height === 0 || data.length < width * height * channels) throw new RangeError("it is cut off");
  return greyImage(width, height, (x, y) => {
    const at = channels * (y * width + x);
    const luma = colours === 1 ? data[at] : 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
    const opacity = colours < channels ? data[at + colours] / white : 1;
    return scale * (luma * opacity + white * (1 - opacity));
  });
}
