/** MNIST and Fashion-MNIST.
 * @module
 */
import { DataError, reserveBytes } from "@chainrule/core";
import type { Dataset, TrainTest } from "../dataset.ts";
import { type DecodedFile, digest } from "./decode_file.ts";
import { type LoadProgress, TIMEOUTS } from "./download.ts";
import { cacheFolder, fileSystem, readVariable } from "./environment.ts";
import { loadFiles, type Sources } from "./load_files.ts";
import { PUBLICATIONS, type PublishedFile } from "./publications.ts";

/** Where {@linkcode loadMnist} finds the data. */
export interface LoadMnistOptions {
  /**
   * The bytes of the four files: train images, train labels, test images, test labels, as they are or compressed. If they are given,
   * nothing else is looked at: this is for browsers, which have no folders.
   */
  files?: readonly Uint8Array[];
  /**
   * The folder that holds the four files, or the one that torchvision was given (with `MNIST/raw` or `FashionMNIST/raw` in it). If it
   * is given, or the environment variable `MNIST_DIR` (for
   * Fashion-MNIST `FASHION_MNIST_DIR`) is set, nothing else is looked at.
   */
  dir?: string;
  /** Whether to download what is neither there nor in the cache: true. */
  download?: boolean;
  /**
   * Addresses of folders to download from, tried in turn, each with the four files as `.gz`: public mirrors unless given. A page may name
   * them relative to itself, such as `/mnist/`. It may read other servers only if they permit it (CORS).
   */
  mirrors?: readonly string[];
  /**
   * Which data: `"mnist"`, handwritten digits, unless given. Fashion-MNIST has the same form and is harder.
   */
  dataset?: "mnist" | "fashion-mnist";
  /** Told of each part of a download, and of a cache that can't be written. Silent unless given. */
  onProgress?: (progress: LoadProgress) => void;
}

/** MNIST or Fashion-MNIST: 60,000 images to train on, 10,000 to test on, 28 × 28 pixels, ten classes. */
export interface Mnist extends TrainTest {
  /** Whether every file is the published one, by its SHA-256. */
  readonly verified: boolean;
  /**
   * What identifies the data: the SHA-256, in hexadecimal, of four lines with the SHA-256 of each
   * decompressed file (train images, train labels, test images, test labels).
   */
  readonly checksum: string;
  /** Where the data came from: a folder, the address of a mirror, or `bytes`. */
  readonly source: string;
}

/**
 * Loads MNIST, from the first of: the bytes `files`; the folder `dir`; the one that the environment variable `MNIST_DIR` names;
 * the cache (`$XDG_CACHE_HOME` or `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`; in it
 * `chainrule/mnist`); a download into the cache.
 *
 * The files are `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
 * `t10k-labels-idx1-ubyte`, as they are or compressed (`.gz`). What is downloaded or cached must be the
 * published data, by its SHA-256; in a folder of yours may be any data of this form (`verified` tells).
 *
 * An environment variable that may not be read counts as unset, and a network that may not be used as none:
 * only for a folder that you name does Deno ask for permission. A network that does not answer is given up
 * within 5 seconds. In a browser, where there are no folders, give `files` or name `mirrors`.
 *
 * @throws {DataUnavailableError} If no folder is named, the cache has no whole copy, and there is none to
 * download.
 * @throws {DataError} If the named folder lacks a file or holds one that is damaged, if the files don't
 * belong together, if one is a published file of another dataset, or if a folder is named where there is no file system.
 * @throws {RangeError} If there is no dataset of this name, `dir` is empty, or `files` are not four.
 * @throws {MemoryError} If the images don't fit into the memory that tensors share.
 *
 * @example
 * ```ts
 * import { DataUnavailableError, loadMnist } from "@chainrule/data";
 * import { assertEquals, assertInstanceOf } from "@std/assert";
 *
 * try {
 *   const { train, test } = await loadMnist({ download: false });
 *   assertEquals([train.rows, train.columns, train.classes], [28, 28, 10]);
 *   assertEquals(test.images.length, test.count * 784);
 * } catch (error) {
 *   assertInstanceOf(error, DataUnavailableError); // neither a folder nor a cache
 * }
 * ```
 */
export async function loadMnist(options: LoadMnistOptions = {}): Promise<Mnist> {
  const { files, dir, download = true, dataset = "mnist", onProgress = () => {} } = options;
  if (!Object.hasOwn(PUBLICATIONS, dataset)) {
    const names = Object.keys(PUBLICATIONS).join(" or ");
    throw new RangeError(`Cannot load a dataset: found the name ${dataset}, want ${names}`);
  }
  if (dir === "") throw new RangeError(`Cannot load ${dataset}: dir is empty, want the path of a folder`);
  const publication = PUBLICATIONS[dataset];
  return await loadFrom({
    publication,
    bytes: files,
    system: fileSystem(),
    folder: dir ?? readVariable(publication.variable),
    cache: cacheFolder(dataset),
    download,
    mirrors: options.mirrors ?? publication.mirrors,
    timeouts: TIMEOUTS,
    onProgress,
  });
}

/** `loadMnist` with every source given, so that tests can give others. */
export async function loadFrom(sources: Sources): Promise<Mnist> {
  const { files, source } = await loadFiles(sources);
  const { name } = sources.publication;
  files.forEach((file, i) => refuseOther(file, sources.publication.files[i], sources));
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

/** Refuses a file that was published as another: of another dataset, or the test images in the place of those to train on. */
function refuseOther(
  { name, sha256, gzipSha256 }: DecodedFile,
  { stem }: PublishedFile,
  { publication, known = Object.values(PUBLICATIONS) }: Sources,
): void {
  for (const other of known) {
    for (const file of other.files) {
      if (file.sha256 !== (other.digested === "contents" ? sha256 : gzipSha256)) continue;
      if (other.name === publication.name && file.stem === stem) return;
      throw new DataError(
        `Cannot load ${publication.name}: ${name} is ${file.stem} of ${other.name}, want ${stem} of ${publication.name}`,
      );
    }
  }
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
