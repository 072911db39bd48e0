/** MNIST and the datasets of its form, by name.
 * @module
 */
import { DataError } from "@chainrule/core";
import { assemble } from "./assemble.ts";
import type { DecodedFile } from "./decode_file.ts";
import { type LoadProgress, TIMEOUTS } from "./download.ts";
import { cacheFolder, fileSystem, readVariable } from "./environment.ts";
import { loadFiles, type Sources } from "./load_files.ts";
import type { Mnist } from "./mnist.ts";
import { ownName } from "./own_name.ts";
import { isPublished, type MnistName, PUBLICATIONS, type PublishedFile } from "./publications.ts";

/** Where {@linkcode loadMnist} finds the data. */
export interface LoadMnistOptions {
  /**
   * The bytes of the four files: train images, train labels, test images, test labels, as they are or compressed. If they are given,
   * nothing else is looked at: this is for browsers, which have no folders.
   */
  files?: readonly Uint8Array[];
  /**
   * The folder that holds the four files, of EMNIST best `gzip.zip`; or the one that torchvision was given (with `MNIST/raw`,
   * `FashionMNIST/raw` and so on in it). If it is given, or the environment variable of the dataset is set (`MNIST_DIR`,
   * `FASHION_MNIST_DIR`, `KMNIST_DIR`, `QMNIST_DIR`, `EMNIST_DIR`), nothing else is looked at.
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
   * Which data: `"mnist"`, handwritten digits, unless given. `"fashion-mnist"` (clothes) and `"kmnist"` (hiragana) have the same
   * form and are harder; `"qmnist"` has 60,000 test images, of which the first 10,000 are those of MNIST; the parts of EMNIST are
   * `"emnist-balanced"` and `"emnist-bymerge"` (47 classes), `"emnist-byclass"` (62), `"emnist-letters"` (26, from 0 for a),
   * `"emnist-digits"` and `"emnist-mnist"` (10).
   */
  dataset?: MnistName;
  /** How many classes files of your own have in a named folder: as many as the dataset they were asked for as, unless given. */
  classes?: number;
  /** Told of each part of a download, and of a cache that can't be written. Silent unless given. */
  onProgress?: (progress: LoadProgress) => void;
}

/**
 * Loads MNIST, or another dataset of its form, from the first of: the bytes `files`; the folder `dir`; the one that the environment
 * variable `MNIST_DIR` names; the cache (`$XDG_CACHE_HOME` or `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`; in it
 * `chainrule/mnist`); a download into the cache.
 *
 * The files are `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
 * `t10k-labels-idx1-ubyte`, as they are or compressed (`.gz`). What is downloaded or cached must be the
 * published data, by its SHA-256; in a folder of yours may be any data of this form: `verified` tells, and the datasets then are
 * called after the folder (`train.name`).
 *
 * QMNIST and EMNIST put other words before these names. EMNIST is not downloaded: 562 MB, in one file, `gzip.zip`, the only one that
 * somebody has published a digest of. What was unpacked of it is read as well, but can't be `verified`. Its images stand upright
 * here, though the files have them on their side, and labels of `emnist-letters` count from 0.
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
  const { files, dir, download = true, dataset = "mnist", classes, onProgress = () => {} } = options;
  if (!Object.hasOwn(PUBLICATIONS, dataset)) {
    const names = Object.keys(PUBLICATIONS), others = names.slice(0, -1).join(", ");
    throw new RangeError(
      `Cannot load a dataset: found the name ${dataset}, want ${others} or ${names.at(-1)}`,
    );
  }
  if (dir === "") throw new RangeError(`Cannot load ${dataset}: dir is empty, want the path of a folder`);
  const publication = PUBLICATIONS[dataset];
  return await loadFrom({
    publication,
    classes,
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
export async function loadFrom(
  { classes, ...sources }: Sources & Pick<LoadMnistOptions, "classes">,
): Promise<Mnist> {
  const loaded = await loadFiles(sources), { publication, bytes, folder = "" } = sources;
  loaded.files.forEach((file, i) => refuseOther(file, publication.files[i], sources));
  const verified = loaded.files.every((file) => file.verified);
  const own = { name: ownName(bytes ? "" : folder), classes: classes ?? publication.classes };
  return await assemble(loaded, verified ? publication : { ...publication, ...own }, verified);
}

/** Refuses a file that was published as another: of another dataset, or the test images in the place of those to train on. */
function refuseOther(
  { name, digests }: DecodedFile,
  { stem }: PublishedFile,
  { publication, known = Object.values(PUBLICATIONS) }: Sources,
): void {
  for (const other of known) {
    for (const file of other.files) {
      if (!isPublished(digests, file)) continue;
      if (other.name === publication.name && file.stem === stem) return;
      throw new DataError(
        `Cannot load ${publication.name}: ${name} is ${file.stem} of ${other.name}, want ${stem} of ${publication.name}`,
      );
    }
  }
}
