/** Datasets made of four files.
 * @module
 */
import { DataError, reserveBytes } from "@chainrule/core";
import type { Dataset } from "../dataset.ts";
import { type DecodedFile, digest } from "./decode_file.ts";
import { loadFiles, type Sources } from "./load_files.ts";
import type { Mnist } from "./load_mnist.ts";

/** `loadMnist` with every source given, so that tests can give others. */
export async function loadFrom(sources: Sources): Promise<Mnist> {
  const { files, source } = await loadFiles(sources);
  const { name } = sources.publication;
  const [trainImages, trainLabels, testImages, testLabels] = files;
  const size = (images: DecodedFile) => images.shape.slice(1).join(" × ");
  if (size(trainImages) !== size(testImages)) {
    throw new DataError(
      `Cannot load ${name}: ${testImages.name} has images of ${size(testImages)} pixels, ` +
        `want ${size(trainImages)} as in ${trainImages.name}`,
    );
  }
  return {
    train: assemble(name, trainImages, trainLabels),
    test: assemble(name, testImages, testLabels),
    verified: files.every(({ verified }) => verified),
    checksum: await checksum(files),
    source,
  };
}

function assemble(name: string, images: DecodedFile, labels: DecodedFile): Dataset {
  const [count, rows, columns] = images.shape;
  const classes = 10;
  if (labels.shape[0] !== count) {
    throw new DataError(
      `Cannot load ${name}: ${labels.name} has ${
        labels.shape[0]
      } labels, want one for each of the ${count} images ` +
        `of ${images.name}`,
    );
  }
  const wrong = labels.data.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new DataError(
      `Cannot read ${labels.name}: label ${wrong} is ${labels.data[wrong]}, want at most ${classes - 1}`,
    );
  }
  const pixels = reserveBytes(images.data.length);
  pixels.set(images.data);
  // The copy is given back now: the collector would keep it for as long as nothing else is made.
  if (images.data.buffer instanceof ArrayBuffer) images.data.buffer.transfer(0);
  return { name, images: pixels, labels: labels.data, count, rows, columns, classes };
}

function checksum(files: readonly DecodedFile[]): Promise<string> {
  return digest(new TextEncoder().encode(files.map(({ sha256 }) => `${sha256}\n`).join("")));
}
