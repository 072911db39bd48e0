/** From the files of a dataset to images and labels.
 * @module
 */
import { DataError, reserveBytes } from "@chainrule/core";
import type { Dataset } from "../dataset.ts";
import { type DecodedFile, digest } from "./decode_file.ts";
import type { LoadedFiles } from "./load_files.ts";
import type { Mnist } from "./mnist.ts";
import type { Publication } from "./publications.ts";

/** How files become a dataset. */
export interface Form extends Pick<Publication, "firstLabel" | "transposed"> {
  /** What it is called. */
  readonly name: string;
  /** How many classes there are: as many as the labels show unless given. */
  readonly classes?: number;
}

/** Puts the four files of a dataset together. Throws a `DataError` if they don't belong together. */
export async function assemble(
  { files, source }: LoadedFiles,
  { name, classes, firstLabel = 0, transposed = false }: Form,
  verified: boolean,
): Promise<Mnist> {
  const [trainImages, trainLabels, testImages, testLabels] = files;
  const size = (images: DecodedFile) => images.shape.slice(1).join(" × ");
  if (size(trainImages) !== size(testImages)) {
    throw new DataError(
      `Cannot load ${name}: ${testImages.name} has images of ${size(testImages)} pixels, ` +
        `want ${size(trainImages)} as in ${trainImages.name}`,
    );
  }
  const largest = (most: number, label: number) => Math.max(most, label);
  const shown = [trainLabels, testLabels].reduce((most, { data }) => data.reduce(largest, most), 0);
  const form = { name, classes: classes ?? shown - firstLabel + 1, firstLabel, transposed };
  return {
    train: part(trainImages, trainLabels, form),
    test: part(testImages, testLabels, form),
    verified,
    checksum: await digest(
      new TextEncoder().encode(files.map(({ digests }) => `${digests.contents}\n`).join("")),
    ),
    source,
  };
}

function part(
  images: DecodedFile,
  labels: DecodedFile,
  { name, classes, firstLabel, transposed }: Required<Form>,
): Dataset {
  const [count, height, width] = images.shape;
  if (labels.shape[0] !== count) {
    throw new DataError(
      `Cannot load ${name}: ${labels.name} has ${
        labels.shape[0]
      } labels, want one for each of the ${count} images ` +
        `of ${images.name}`,
    );
  }
  const wrong = labels.data.findIndex((label) => label < firstLabel || label - firstLabel >= classes);
  if (wrong >= 0) {
    const least = firstLabel > 0 ? `from ${firstLabel} to ` : "at most ";
    throw new DataError(
      `Cannot read ${labels.name}: label ${wrong} is ${labels.data[wrong]}, want ${least}${
        classes - 1 + firstLabel
      }`,
    );
  }
  const pixels = reserveBytes(images.data.length);
  if (transposed) transpose(images.data, pixels, height, width);
  else pixels.set(images.data);
  // The copy is given back now: the collector would keep it for as long as nothing else is made.
  if (images.data.buffer instanceof ArrayBuffer) images.data.buffer.transfer(0);
  return {
    name,
    images: pixels,
    labels: firstLabel > 0 ? labels.data.map((label) => label - firstLabel) : labels.data,
    count,
    rows: transposed ? width : height,
    columns: transposed ? height : width,
    classes,
  };
}

/** Images of `height` × `width` pixels with rows and columns exchanged. */
function transpose(from: Uint8Array, to: Uint8Array, height: number, width: number): void {
  for (let image = 0; image < from.length; image += height * width) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) to[image + x * height + y] = from[image + y * width + x];
    }
  }
}
