/** Images for a network, from files of any kind.
 * @module
 */
import { DataError } from "@chainrule/core";
import { parseIdx } from "@chainrule/data";
import { parse } from "@std/csv";
import { isNamed } from "../../study/choices.ts";
import type { NetworkDescription } from "../../study/network_description.ts";
import { asMnist } from "./as_mnist.ts";
import { asPlain, isOnBlack } from "./as_plain.ts";
import { decodeImage, isImage } from "./decode_image.ts";
import { scaleTo } from "./scale_to.ts";

/** An image as a network wants it. */
export interface NetworkImage {
  /** The file, and where it has several images the number of this one, from 0: `images.idx[3]`. */
  readonly name: string;
  /** `[rows, columns]`, from 0, background, to 255, full ink. */
  readonly pixels: Uint8Array;
}

type Wanted = Pick<NetworkDescription, "dataset" | "rows" | "columns">;

/** The datasets whose images are digits, each in the middle. */
const DIGITS = ["mnist", "qmnist", "emnist-mnist", "emnist-digits", "synthetic"];

/**
 * The images of a file: an IDX file, a CSV, or a picture, PNG or JPEG. A picture of any size becomes what the network has learned from:
 * of digits those that {@linkcode asMnist} makes; one that already looks like that stays as it is. Pictures of one's own become what
 * training made of them.
 *
 * @throws {DataError} If it is none of them, damaged, or has images of another size.
 */
export function readImages(bytes: Uint8Array<ArrayBuffer>, name: string, network: Wanted): NetworkImage[] {
  if (isImage(bytes)) return [{ name, pixels: pixelsOf(bytes, name, network) }];
  const idx = bytes.length > 3 && bytes[0] === 0 && bytes[1] === 0;
  const images = idx ? idxImages(bytes, name, network) : csvImages(bytes, name, network);
  return images.map((pixels, i) => ({ name: images.length === 1 ? name : `${name}[${i}]`, pixels }));
}

function pixelsOf(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  { dataset, rows, columns }: Wanted,
): Uint8Array {
  const picture = decodeImage(bytes, name), size = { width: columns, height: rows };
  if (!isNamed(dataset)) {
    const pixels = new Uint8Array(rows * columns);
    scaleTo(picture, pixels, rows, columns);
    return pixels;
  }
  const fits = picture.width === columns && picture.height === rows && isOnBlack(picture);
  return fits || rows !== columns || !DIGITS.includes(dataset)
    ? asPlain(picture, size)
    : asMnist(picture, rows, name);
}

function idxImages(bytes: Uint8Array<ArrayBuffer>, name: string, { rows, columns }: Wanted): Uint8Array[] {
  const { shape, data } = parseIdx(bytes, name), size = rows * columns;
  const [height, width] = shape.slice(-2);
  if (shape.length < 2 || shape.length > 3 || height !== rows || width !== columns) {
    throw new DataError(
      `Cannot read ${name}: its shape is [${shape.join(", ")}], want [n, ${rows}, ${columns}]`,
    );
  }
  if (!(data instanceof Uint8Array)) throw new DataError(`Cannot read ${name}: want bytes`);
  return Array.from({ length: data.length / size }, (_, i) => data.subarray(i * size, (i + 1) * size));
}

/** A line for each image, with its pixels, or its label and its pixels; a line of names may come first. */
function csvImages(bytes: Uint8Array, name: string, { rows, columns }: Wanted): Uint8Array[] {
  const size = rows * columns, text = new TextDecoder().decode(bytes);
  const refuse = (found: string): never => {
    throw new DataError(`Cannot read ${name}: ${found}`);
  };
  if (text.includes("\0") || text.includes("\ufffd")) refuse("want a PNG, a JPEG, an IDX file or a CSV");
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const images = lines.flatMap((line, i) => {
    const cells = parse(line)[0] ?? [], pixels = cells.slice(-size).map(Number);
    if (i === 0 && cells.some((cell) => !/^\s*\d+\s*$/.test(cell))) return [];
    if (cells.length !== size && cells.length !== size + 1) {
      refuse(`line ${i + 1} has ${cells.length} numbers, want ${size} pixels, or a label and ${size} pixels`);
    }
    const wrong = pixels.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value <= 255));
    if (wrong >= 0) refuse(`line ${i + 1} has the pixel ${pixels[wrong]}, want whole numbers from 0 to 255`);
    return [Uint8Array.from(pixels)];
  });
  return images.length > 0 ? images : refuse("there are no images in it");
}
